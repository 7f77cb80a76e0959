/** Characters of a name that are looked at, and that are kept. */
const [read, kept] = [1000, 120];

/**
 * The last part of the path, without what a file system, a header, a terminal or a reader would trip over:
 * `/`, line ends, colours, marks that turn the direction and so hide the ending.
 */
export const plainName = (sent: string): string =>
  sent
    .slice(-read)
    .replace(/^.*[/\\]/s, '')
    .replace(/[\p{C}\p{Zl}\p{Zp}<>:"|?*]/gu, '')
    .trim();

/** As long as a name is shown. */
export const shortName = (name: string): string => name.slice(0, kept).trim() || 'file';
