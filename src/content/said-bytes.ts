/** `3.1 MB` or `64 KB`, as a file manager says it; rounded up, so that what is too large never reads as what is allowed. */
export function saidBytes(bytes: number): string {
  const [size, unit] = bytes < 1024 ** 2 ? [bytes / 1024, 'KB'] : [bytes / 1024 ** 2, 'MB'];
  return `${Math.ceil(size * 10) / 10} ${unit}`;
}
