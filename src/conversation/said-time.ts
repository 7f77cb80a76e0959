/** A time in words, in the reader's language and zone: "Thursday 26 November, 14:30 CET". */
export function saidTime(
  at: number,
  { zone, lang }: { readonly zone: string; readonly lang: string },
): string {
  return new Intl.DateTimeFormat(lang === 'en' ? 'en-GB' : lang, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: zone,
    timeZoneName: 'short',
  }).format(at);
}
