/** What a spreadsheet takes for a formula when a cell begins with it, the full-width forms included. */
const formula = /^[\s\p{Cc}]*[=+\-@\t\r\n＝＋－＠]/u;

/**
 * One cell. Quoted always, so that no separator of any spreadsheet splits it; an apostrophe before what
 * would be run as a formula, as OWASP advises ("CSV injection").
 */
const cell = (text: string): string => `"${(formula.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;

/** One line by RFC 4180, its end included. */
export const csvLine = (cells: readonly string[]): string => `${cells.map(cell).join(',')}\r\n`;
