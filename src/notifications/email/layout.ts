import { htmlEscape } from 'escape-goat';
import type { Mail, Part } from './mail.ts';

/** For programs that show no HTML, and for people who want none. */
export const asText = ({ parts }: Mail): string => `${parts.map(partAsText).join('\n\n')}\n`;

function partAsText(part: Part): string {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'quote':
      return part.text
        .split('\n')
        .map((line) => `> ${line}`)
        .join('\n');
    case 'facts':
      return part.facts.map(({ label, value }) => `${label}: ${value}`).join('\n');
    case 'link':
      return `${part.label}:\n${part.url}`;
    case 'footer':
      return `-- \n${part.text}`;
  }
}

/** No script, no picture, nothing that is fetched: a mail that is read tells nobody that it was. */
export const asHtml = ({ parts }: Mail, lang: string): string =>
  `<!doctype html><html lang="${htmlEscape(lang)}"><head><meta charset="utf-8">` +
  '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"></head>' +
  `<body style="margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif"><div style="max-width:560px;margin:auto">` +
  `${parts.map(partAsHtml).join('')}</div></body></html>`;

function partAsHtml(part: Part): string {
  switch (part.kind) {
    case 'text':
      return `<p style="margin:0 0 16px;white-space:pre-line">${htmlEscape(part.text)}</p>`;
    case 'quote':
      return `<blockquote style="margin:0 0 16px;padding:4px 0 4px 14px;border-left:3px solid #8a94a6;white-space:pre-wrap">${htmlEscape(part.text)}</blockquote>`;
    case 'facts':
      return `<table role="presentation" style="margin:0 0 16px;border-collapse:collapse">${part.facts.map(factRow).join('')}</table>`;
    case 'link':
      return `<p style="margin:24px 0"><a href="${htmlEscape(part.url)}" style="display:inline-block;padding:11px 20px;border-radius:8px;background:#1d4ed8;color:#ffffff;text-decoration:none;font-weight:600">${htmlEscape(part.label)}</a></p>`;
    case 'footer':
      return `<p style="margin:32px 0 0;padding-top:12px;border-top:1px solid #8a94a6;font-size:13px;white-space:pre-line">${htmlEscape(part.text)}</p>`;
  }
}

const factRow = ({ label, value }: { readonly label: string; readonly value: string }): string =>
  `<tr><td style="padding:3px 16px 3px 0;vertical-align:top;opacity:.75">${htmlEscape(label)}</td><td style="padding:3px 0">${htmlEscape(value)}</td></tr>`;
