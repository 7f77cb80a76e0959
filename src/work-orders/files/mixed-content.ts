/** What a browser or a server would run, were it told to take the file for something else. */
const markup = /<(?:script|html|iframe|svg)[\s>]|<\?php\s|<!doctype html/i;
const pdf = '%PDF-';
/** Where readers look for it: a PDF may begin this late. */
const pdfWithin = 1024;
/** A ZIP is read from its end: its last record and at most 65,535 characters of comment. */
const zipEnd = [0x50, 0x4b, 0x05, 0x06] as const;
const zipEndBytes = 22;
const zipTail = zipEndBytes + 65_535;

/**
 * Whether a picture or PDF is something else at the same time: a page or script hidden in it, a ZIP (a
 * JAR, an office document) behind it, a PDF inside the head of a picture. Such files pass one check as
 * the one and are opened as the other.
 */
export function isMixed(content: Uint8Array): boolean {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  const text = bytes.toString('latin1');
  const latePdf = text.slice(0, pdfWithin).indexOf(pdf) > 0;
  return latePdf || markup.test(text) || endsAsZip(bytes);
}

function endsAsZip(bytes: Buffer): boolean {
  const tail = bytes.subarray(Math.max(0, bytes.length - zipTail));
  for (let at = tail.indexOf(Buffer.from(zipEnd)); at >= 0; at = tail.indexOf(Buffer.from(zipEnd), at + 1)) {
    // Four bytes can stand there by chance; with them the length of what follows cannot.
    if (at + zipEndBytes <= tail.length && at + zipEndBytes + tail.readUInt16LE(at + 20) <= tail.length)
      return true;
  }
  return false;
}
