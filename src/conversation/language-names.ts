/** A channel may send what is no language: it is then named as it was sent. */
export function languageNames(lang: string): (tag: string) => string {
  const names = new Intl.DisplayNames([lang], { type: 'language' });
  return (tag) => {
    try {
      return names.of(tag) ?? tag;
    } catch {
      return tag;
    }
  };
}
