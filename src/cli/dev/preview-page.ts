import { htmlEscape } from 'escape-goat';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import type { Reply } from '../../conversation/reply.ts';
import type { Hit } from '../../knowledge/answer.ts';
import type { Preview, Unsaved } from './preview-desk.ts';

const style = `
:root { color-scheme: light dark; --ink: light-dark(#1d2228, #e8eaed); --muted: light-dark(#5b6570, #a2abb5);
  --line: light-dark(#d9dde2, #3b424a); --back: light-dark(#f5f6f7, #16191d); --paper: light-dark(#fff, #20252b);
  --accent: light-dark(#1b6e4b, #74b597); --bad: light-dark(#a63d2f, #ee9a8d); }
* { box-sizing: border-box; }
body { margin: 0; font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--back); }
form, main { padding: 20px 24px; min-width: 0; }
.both { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); min-height: 100vh; }
form { display: flex; flex-direction: column; gap: 10px; border-right: 1px solid var(--line); }
h1 { font-size: 18px; margin: 0; } h2 { font-size: 15px; margin: 24px 0 8px; } h2:first-child { margin-top: 0; }
label { color: var(--muted); display: flex; flex-direction: column; gap: 3px; }
textarea { flex: 1; min-height: 50vh; resize: vertical; font: 13px/1.5 ui-monospace, monospace; tab-size: 2; }
input, textarea, select { width: 100%; border: 1px solid var(--line); border-radius: 6px; padding: 8px 10px;
  color: var(--ink); background: var(--paper); } input, select { font: inherit; }
button { align-self: start; font: inherit; border: 0; border-radius: 6px; padding: 8px 18px; color: light-dark(#fff, #0f1a15);
  background: var(--accent); cursor: pointer; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.bubble { background: var(--paper); border: 1px solid var(--line); border-radius: 4px 14px 14px 14px; padding: 10px 14px;
  margin: 8px 0; overflow-wrap: anywhere; } .bubble :first-child { margin-top: 0; } .bubble > :last-child { margin-bottom: 0; }
.choices { display: flex; flex-wrap: wrap; gap: 6px; margin: 0 0 8px; padding: 0; list-style: none; }
.choices li { border: 1px solid var(--accent); color: var(--accent); border-radius: 999px; padding: 3px 12px; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; border-bottom: 1px solid var(--line); padding: 5px 8px 5px 0; vertical-align: top; }
th { font-weight: 400; color: var(--muted); } .this td:first-child { font-weight: 650; }
meter { width: 90px; } .error { color: var(--bad); } .note { color: var(--muted); margin: 0; } ul.found { padding-left: 18px; margin: 0; }
@media (max-width: 800px) { .both { display: block; } form { border-right: 0; } textarea { height: 40vh; flex: none; } }
`;

/** Comes again when a file is saved, unless something was typed here. */
const script = `
const text = document.querySelector('textarea');
const typed = () => text.value !== text.defaultValue || document.body.dataset.tried === 'true';
new EventSource('/preview/changes').onmessage = () => { if (!typed()) location.reload(); };
document.querySelector('select').onchange = (event) => { location.search = new URLSearchParams({ file: event.target.value }); };
`;

export interface PageContent {
  readonly files: readonly { readonly file: string; readonly title: string }[];
  readonly unsaved: Unsaved;
  readonly preview: Preview;
  /** Whether the text was sent to be tried, and is therefore not what is saved. */
  readonly tried: boolean;
}

/** The page /preview; `nonce` is that of its content security policy. */
export function previewPage({ files, unsaved, preview, tried }: PageContent, nonce: string): string {
  const options = files.map(({ file, title }) => {
    const selected = file === unsaved.file ? ' selected' : '';
    return `<option value="${htmlEscape(file)}"${selected}>${htmlEscape(`${file}: ${title}`)}</option>`;
  });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Preview: ${htmlEscape(unsaved.file)}</title>
<style nonce="${nonce}">${style}</style>
</head>
<body data-tried="${tried}">
<div class="both">
<form method="post" action="/preview">
<h1>Preview</h1>
<label>Article<select name="file">${options.join('')}</select></label>
<label>Try a question<input name="question" value="${htmlEscape(unsaved.question)}" maxlength="1000" autocomplete="off"></label>
<button>Show</button>
<label for="text">Text, not saved</label>
<textarea id="text" name="text" spellcheck="false">
${htmlEscape(unsaved.text)}</textarea>
</form>
<main>${[findings(preview), answer(unsaved, preview), shown(preview)].join('')}</main>
</div>
<script nonce="${nonce}">${script}</script>
</body>
</html>
`;
}

function findings({ diagnostics, draft }: Preview): string {
  const rows = diagnostics.map(
    ({ line, column, severity, message, rule }) =>
      `<li class="${severity}">${line}:${column} ${htmlEscape(message)} <span class="note">${rule}</span></li>`,
  );
  const note = draft ? '<p class="note">A draft: shown as it will be once it is published.</p>' : '';
  const list =
    rows.length === 0 ? '<p class="note">Nothing to mend.</p>' : `<ul class="found">${rows.join('')}</ul>`;
  return `<h2>Check</h2>${note}${list}`;
}

function answer({ file, question }: Unsaved, { answered }: Preview): string {
  if (answered === undefined) return '';
  const rows = answered.hits.map((hit) => ranked(hit, file));
  const heads = ['article', 'confidence', 'words it has', 'learned', 'found'].map(
    (name) => `<th>${name}</th>`,
  );
  return (
    `<h2>To “${htmlEscape(question)}” the bot says</h2>${answered.replies.map(replied).join('')}` +
    `<h2>Why</h2><table><tr>${heads.join('')}</tr>${rows.join('')}</table>`
  );
}

function ranked({ article, confidence, why }: Hit, file: string): string {
  const shares = ['learned', 'retrieved'].map((name) => `<td>${(why.shares[name] ?? 0).toFixed(1)}</td>`);
  const sure = `<meter max="1" value="${confidence.toFixed(3)}"></meter> ${Math.round(confidence * 100)} %`;
  const cells = `<td>${htmlEscape(article.id)}</td><td>${sure}</td><td>${htmlEscape(why.terms.join(', '))}</td>`;
  return `<tr${article.file === file ? ' class="this"' : ''}>${cells}${shares.join('')}</tr>`;
}

function replied({ text, choices = [] }: Reply): string {
  const labels = choices.map(({ label }) => `<li>${htmlEscape(label)}</li>`);
  return `${bubble(text)}${labels.length === 0 ? '' : `<ul class="choices">${labels.join('')}</ul>`}`;
}

const shown = ({ shown: passages, article }: Preview): string =>
  article === undefined
    ? ''
    : `<h2>${htmlEscape(article.title)}, a passage each</h2>${passages.map(bubble).join('')}`;

/** As the chat renders it: no markup of its own, and links only to where links may lead. */
const bubble = (markdown: string): string =>
  `<div class="bubble">${micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()] })}</div>`;
