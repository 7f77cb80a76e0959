const utf8 = new TextDecoder('utf-8', { fatal: true });

/** How a browser that is not told otherwise knows HTML and XML: https://mimesniff.spec.whatwg.org (7.1). */
const markup =
  /^\s*<(?:!doctype html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|svg|\?xml|!--)(?:[\s>]|--|$)/i;

const control = /[^\P{Cc}\t\n\f\r]/u;

/** Formats that are written in plain characters and are no plain text: PDF, PostScript, RTF, a program's first line. */
const written = /^(?:%PDF-|%!PS|\{\\rtf|#!)/;

/**
 * The text of a file that is plain text: strict UTF-8, no control characters but tabs and line ends, and
 * nothing that a browser or a reader would take for a document with a life of its own. Else undefined.
 */
export function plainText(content: Uint8Array): string | undefined {
  const text = decoded(content);
  if (text === undefined || control.test(text)) return undefined;
  return markup.test(text) || written.test(text) ? undefined : text;
}

function decoded(content: Uint8Array): string | undefined {
  try {
    // Without its byte order mark.
    return utf8.decode(content);
  } catch {
    return undefined;
  }
}
