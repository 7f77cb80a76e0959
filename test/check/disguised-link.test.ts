import { expect, it } from 'vitest';
import { loadForCheck } from '../../src/check/load-content.ts';
import { disguisedLink } from '../../src/check/rules/disguised-link.ts';
import { readDocument } from '../../src/content/read-document.ts';
import { inPackage } from '../../src/package-root.ts';

const desk = await loadForCheck(inPackage('knowledge'));

function found(link: string): readonly string[] {
  const { document } = readDocument('articles/a.md', `---\ntitle: A\n---\n\n${link}\n`);
  if (document === undefined) throw new Error('The example must parse.');
  return disguisedLink.run({ ...desk, articleDocuments: [document] }, 0).map(({ message }) => message);
}

it.each([
  '[northgate.example](https://northgate.example/fees)',
  '[www.northgate.example](https://NORTHGATE.example:443/)',
  '[northgate.example/fees](https://desk@northgate.example/fees)',
  '[our fees](https://elsewhere.example:8080)',
  '[fees](fees.md)',
  '[münchen.example](https://xn--mnchen-3ya.example)',
])('lets a link pass that leads where it says: %s', (link) => {
  expect(found(link)).toEqual([]);
});

it.each([
  ['a name before the host', '[northgate.example](https://northgate.example@elsewhere.example/)'],
  ['a port', '[northgate.example](https://elsewhere.example:8443/)'],
  ['no scheme', '[northgate.example](//elsewhere.example/)'],
  ['slashes the other way', '[northgate.example](https:\\\\\\\\elsewhere.example)'],
  ['a host in other letters', '[northgate.example](https://elsewhere%2Eexample)'],
])('sees through %s', (_, link) => {
  expect(found(link)).toEqual([
    expect.stringContaining('link to `elsewhere.example` that says `northgate.example`'),
  ]);
});

it('sees through an address in numbers, and a name in the letters of mail servers', () => {
  expect(found('[northgate.example](http://203.0.113.5/)')).toEqual([
    expect.stringContaining('`203.0.113.5`'),
  ]);
  // "nоrthgate", its o Cyrillic.
  expect(found('[the list](https://xn--nrthgate-nbh.example)')).toEqual([
    expect.stringContaining('letters of several alphabets'),
  ]);
});
