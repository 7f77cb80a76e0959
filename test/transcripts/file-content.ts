/** The first bytes by which a kind of file is known. */
const beginnings: Readonly<Record<string, string>> = {
  png: '\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\b\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\0IDAT',
  jpg: '\xff\xd8\xff\xe0\0\x10JFIF\0',
  pdf: '%PDF-1.7\n',
  exe: 'MZ\x90\0',
};

/** A file of a size, whose content is what its name's ending says; plain text where that says nothing. */
export function contentOf(name: string, bytes: number): Uint8Array {
  const beginning = beginnings[name.split('.').at(-1) ?? ''];
  const content = Buffer.alloc(bytes, beginning === undefined ? 'log line\n' : 0);
  if (beginning !== undefined) content.write(beginning, 'latin1');
  return content;
}
