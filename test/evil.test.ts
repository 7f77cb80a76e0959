import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkKnowledge } from '../src/check/check.ts';
import type { Diagnostic } from '../src/content/diagnostic.ts';
import { judgeFile } from '../src/work-orders/files/judge-file.ts';
import { cpuMs } from './cpu-time.ts';

const evil = fileURLToPath(new URL('./fixtures/evil', import.meta.url));
const filesIn = (folder: string): readonly string[] =>
  readdirSync(`${evil}/${folder}`, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(`${evil}/${folder}/`.length))
    .toSorted();

/** The rule that tells what is wrong with each. */
const articles: Readonly<Record<string, string>> = {
  'aliases.md': 'front-matter-yaml',
  'blank.md': 'file-empty',
  'colon.md': 'front-matter-yaml',
  'constructor-front-matter.md': 'front-matter-language',
  'deep-body.md': 'body-nesting',
  'deep-yaml.md': 'front-matter-yaml',
  'dense-body.md': 'body-marks',
  'duplicate-key.md': 'front-matter-yaml',
  'empty.md': 'file-empty',
  'js-front-matter.md': 'front-matter-language',
  'json-front-matter.md': 'front-matter-language',
  'large-yaml.md': 'front-matter-size',
  'latin-1.md': 'file-not-text',
  'list-front-matter.md': 'front-matter-yaml',
  'no-body.md': 'article-empty',
  'no-front-matter.md': 'front-matter-missing',
  'nul.md': 'file-not-text',
  'number-title.md': 'front-matter',
  'proto.md': 'front-matter-yaml',
  'tag.md': 'front-matter-yaml',
  'unclosed-hyphens.md': 'front-matter-unclosed',
  'unclosed.md': 'front-matter-unclosed',
  'utf-16.md': 'file-not-text',
};

/** Read like any other, and told for where they lead. */
const links: Readonly<Record<string, string>> = {
  'homograph-link.md': 'disguised-link',
  'javascript-link.md': 'disguised-link',
  'parent-link.md': 'broken-link',
};

describe('evil links', () => {
  it('are all known here, and told', async () => {
    expect(filesIn('links/articles')).toEqual(Object.keys(links));
    const diagnostics = await checkKnowledge(`${evil}/links`, { ranking: false });
    for (const [file, rule] of Object.entries(links))
      expect(diagnostics).toContainEqual(expect.objectContaining({ file: `articles/${file}`, rule }));
  });
});

/** Read like any other, and told for what they hide, at its place. */
const hidden: Readonly<Record<string, string>> = {
  'direction-override.md': '6:8 error',
  'escaped-override.md': '2:8 error',
  'unseen-space.md': '3:45 warning',
};

describe('evil characters', () => {
  it('are all known here, and told', async () => {
    expect(filesIn('hidden/articles')).toEqual(Object.keys(hidden));
    const diagnostics = await checkKnowledge(`${evil}/hidden`, { ranking: false });
    const told = diagnostics.filter(({ rule }) => rule === 'hidden-character');
    expect(told.map(({ file, line, column, severity }) => [file, `${line}:${column} ${severity}`])).toEqual(
      Object.entries(hidden).map(([file, said]) => [`articles/${file}`, said]),
    );
  });
});

describe('evil articles', () => {
  let diagnostics: readonly Diagnostic[];
  beforeAll(async () => {
    diagnostics = await checkKnowledge(evil, { now: Date.parse('2026-07-01'), ranking: false });
  });

  it('are all known here', () => {
    expect(filesIn('articles')).toEqual([...Object.keys(articles), 'good.md'].toSorted());
  });

  it.each(Object.entries(articles))('%s is told by %s', (file, rule) => {
    const rules = diagnostics.filter((one) => one.file === `articles/${file}`).map((one) => one.rule);
    expect(rules).toContain(rule);
  });
});

describe('the desk with every fault', () => {
  it('has no file without a part in one', async () => {
    const told = JSON.stringify(
      await checkKnowledge(`${evil}/every-rule`, { now: Date.parse('2026-07-01') }),
    );
    const idle = filesIn('every-rule').filter((file) => !told.includes(file) && !told.includes(idOf(file)));
    expect(idle).toEqual([]);
  });
});

const idOf = (file: string): string => `\`${file.replace(/^articles\/|\.md$/g, '')}\``;

/** The type under which each is kept, and the name where that changes; or why it is refused. */
const uploads: Readonly<Record<string, string>> = {
  'document-and-page.pdf': 'file-mixed',
  'drawing-behind-comment.svg': 'file-kind',
  'drawing-in-utf-16.svg': 'file-kind',
  'drawing.svg': 'file-kind',
  // A formula is text here; cells of an export are guarded where they are written.
  'formula.csv': 'text/plain formula.csv',
  // A program to who is told that it is one; by its type and `nosniff`, no browser is.
  'gif-that-is-script.gif': 'image/gif gif-that-is-script.gif',
  'gzip-bomb.gz': 'file-kind',
  // Drawn nowhere here: staff get it as a download.
  'image-bomb.png': 'image/png image-bomb.png',
  'office-bomb.docx': 'file-kind',
  'page-called-picture.png': 'file-kind',
  'page.html': 'file-kind',
  'picture-and-archive.jpg': 'file-mixed',
  'picture-and-document.png': 'file-mixed',
  'picture-and-script.gif': 'file-mixed',
  'zip-bomb.zip': 'file-kind',
};

describe('evil uploads', () => {
  it('are all known here', () => {
    expect(filesIn('uploads')).toEqual(Object.keys(uploads));
  });

  it.each(Object.entries(uploads))('%s becomes %s, and is not unpacked for it', async (name, expected) => {
    const content = readFileSync(`${evil}/uploads/${name}`);
    const [cpu, held] = [cpuMs(), process.memoryUsage().arrayBuffers];
    const verdict = await judgeFile(name, content);
    // Unpacked, each bomb would be 50 MB.
    expect(process.memoryUsage().arrayBuffers - held).toBeLessThan(20e6);
    expect(cpuMs() - cpu).toBeLessThan(1000);
    expect(verdict.kind === 'taken' ? `${verdict.contentType} ${verdict.name}` : verdict.why.problem).toBe(
      expected,
    );
  });
});
