/** What people say, and the same as the readers of dates know it: never longer. */
type Rule = readonly [said: RegExp, plain: (...groups: readonly string[]) => string];

/**
 * Times that German and Spanish say in words of their own, as their readers know them: "hace 3 horas" as
 * 3 hours ago, "a las 5 de la tarde" as 5pm, "gestern um halb 9" as 8:30. The text is as long as before.
 */
export const plainTimes = (text: string): string =>
  rules.reduce(
    (plain, [said, to]) =>
      plain.replace(said, (whole: string, ...groups: string[]) => to(...groups).padEnd(whole.length)),
    text,
  );

const numbers: Readonly<Record<string, number>> = {
  un: 1,
  una: 1,
  dos: 2,
  tres: 3,
  cuatro: 4,
  cinco: 5,
  diez: 10,
  quince: 15,
  veinte: 20,
  treinta: 30,
};
const units: Readonly<Record<string, string>> = { min: 'min', hor: 'hour', dia: 'day', sem: 'week' };

const inFigures = (said: string): number => numbers[said.toLowerCase()] ?? Number(said);
const unitOf = (said: string): string => units[said.slice(0, 3).toLowerCase().replace('í', 'i')] ?? 'day';
const later = (hour: string): number => (Number(hour) < 12 ? Number(hour) + 12 : Number(hour));

const rules: readonly Rule[] = [
  // "Hace media hora", "hace 20 minutos", "hace dos días".
  [/\bhace (?:como |unas? |casi )?media hora\b/giu, () => '30 min ago'],
  [
    new RegExp(
      `\\bhace (?:como |unos |unas |casi |más de )?(\\d{1,3}|${Object.keys(numbers).join('|')}) (minutos?|mins?|horas?|días?|dias?|semanas?)(?![\\p{L}])`,
      'giu',
    ),
    (count = '', unit = '') => `${inFigures(count)} ${unitOf(unit)} ago`,
  ],
  // "A las 9 y media", "a las 5 y cuarto de la tarde".
  [
    /\b(?<=las? )(\d{1,2}) y (media|cuarto)(?![\p{L}])/giu,
    (hour = '', part = '') => `${hour}:${/^m/i.test(part) ? '30' : '15'}`,
  ],
  // "A las 5 de la tarde", "a las 7:30 de la mañana".
  [
    /\b(?<=las? )(\d{1,2})(:\d{2})? +(?:de|en|por) la (ma[nñ]ana|tarde|noche)(?![\p{L}])/giu,
    (hour = '', minute = '', part = '') => `${hour}${minute ?? ''}${/^m/i.test(part) ? 'am' : 'pm'}`,
  ],
  [/\bvor (?:einer |ner |'ner )?halben stunde\b/giu, () => '30 min ago'],
  [/\b(?:gerade eben|eben gerade)\b/giu, () => 'just now'],
  // "Abends so gegen 8" is 20 Uhr.
  [
    /\b(?:abends?) (?:so )?(?:um|gegen|ca\.?|circa|etwa) (\d{1,2})(:\d{2})?(?: uhr)?(?![\p{L}\p{N}:.,])/giu,
    (hour = '', minute) => `um ${later(hour)}${minute ?? ''}${minute ? '' : ' uhr'}`,
  ],
  [
    /\b(?:so )?(?:um|gegen|etwa) halb (\d{1,2})\b/giu,
    (hour = '') => `um ${String(Number(hour) - 1 || 12).padStart(2, '0')}:30`,
  ],
  [/\b(?:so )?(?:gegen|circa|ca\.?|etwa)(?= \d{1,2}(?::\d{2})? ?uhr)/giu, () => 'um'],
];
