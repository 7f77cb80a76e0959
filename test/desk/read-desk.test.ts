import { describe, expect, it } from 'vitest';
import { readDocument } from '../../src/content/read-document.ts';
import { defaultDesk } from '../../src/desk/desk-settings.ts';
import { readDesk } from '../../src/desk/read-desk.ts';

function read(frontMatter: string, body = '') {
  return readDesk(readDocument('desk.md', `---\n${frontMatter}\n---\n${body}`));
}

describe('the desk', () => {
  it('is the default one, with a warning, when there is no file', () => {
    const { desk, diagnostics } = readDesk(undefined);
    expect(desk).toEqual(defaultDesk);
    expect(diagnostics).toMatchObject([{ file: 'desk.md', rule: 'desk-missing', severity: 'warning' }]);
  });

  it('has what is right in a file with a fault, and deletes nothing early on account of the rest', () => {
    const { desk, diagnostics, isWhole } = read(
      'name: North\nprefix: toolong\nkeepdays: 3000\ntranscript-days: 30\nattachment-days: long',
      'Hello.',
    );
    expect(isWhole).toBe(false);
    expect(desk).toMatchObject({ name: 'North', prefix: defaultDesk.prefix, welcome: 'Hello.' });
    expect(desk).toMatchObject({ transcriptDays: 30, attachmentDays: 3650, keepDays: 3650 });
    expect(diagnostics).toMatchObject([{ line: 3, column: 9 }, { line: 6 }, { line: 4, column: 1 }]);
  });

  it('is the default one, and deletes nothing early, where its file cannot be read', () => {
    const { desk, diagnostics, isWhole } = read('name: North: east\nkeep-days: 3000');
    expect(isWhole).toBe(false);
    expect(desk).toEqual({ ...defaultDesk, transcriptDays: 3650, attachmentDays: 3650, keepDays: 3650 });
    expect(diagnostics).toMatchObject([{ line: 2, column: 7, severity: 'error' }]);
  });

  it('has what its file says', () => {
    const { desk, diagnostics } = read(
      [
        'name: North',
        'prefix: NO',
        'zone: Europe/Berlin',
        'hours: { mon: 9:00-18:00, tue: "09:00-12:00, 13:00-24:00", wed: closed }',
        'holidays: [2026-12-24]',
        'official-domains: [Help.North.example]',
        'synonyms: [[2fa, second factor]]',
        'promoted: [a/b]',
        'caution: careful',
        'draft-days: 3',
        'fallback-type: general',
        'half-days: { "2026-12-23": "09:00-13:00" }',
        'remind-after-days: 2',
        'warn-hours: 1.5',
        'escalate-on-breach: true',
      ].join('\n'),
      '\nWelcome. <!-- not you -->\n',
    );
    expect(diagnostics).toEqual([]);
    expect(desk).toMatchObject({
      name: 'North',
      prefix: 'NO',
      zone: 'Europe/Berlin',
      holidays: ['2026-12-24'],
      officialDomains: ['help.north.example'],
      synonyms: [['2fa', 'second factor']],
      caution: 'careful',
      draftDays: 3,
      keepDays: 365,
      halfDays: { '2026-12-23': [{ opens: 540, closes: 780 }] },
      remindAfterDays: 2,
      warnHours: 1.5,
      escalateOnBreach: true,
      fallbackType: 'general',
      welcome: 'Welcome.',
    });
    expect(desk.hours.mon).toEqual([{ opens: 540, closes: 1080 }]);
    expect(desk.hours.tue).toEqual([
      { opens: 540, closes: 720 },
      { opens: 780, closes: 1440 },
    ]);
    expect(desk.hours.wed).toEqual([]);
    expect(desk.hours.sun).toEqual([]);
    expect(desk).not.toHaveProperty('handoffType');
  });

  it.each([
    ['hours: { mon: 9-18 }', 'hours such as'],
    ['hours: { mon: "18:00-09:00" }', 'end after they begin'],
    ['hours: { mon: "09:00-24:30" }', 'at `24:00` at the latest'],
    ['hours: { mon: "13:00-18:00, 09:00-12:00" }', 'in order'],
    ['hours: { monday: closed }', 'key `monday`'],
    ['zone: Mars/Olympus', 'a time zone'],
    ['lang: German', 'a language such as'],
    ['holidays: [2026-13-01]', 'a date such as'],
    ['half-days: { "24 December": "09:00-13:00" }', 'a date such as'],
    ['half-days: { 2026-12-24: 9-13 }', 'hours such as'],
    ['warn-hours: -1', 'at least 0'],
    ['official-domains: [https://a.example]', 'a domain such as'],
    ['caution: carefull', '`careful`'],
    ['draft-days: 0', 'at least 1'],
    ['drat-days: 7', '`draft-days`'],
  ])('%s is a fault', (frontMatter, expected) => {
    const { diagnostics } = read(frontMatter);
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]?.message).toContain(expected);
  });
});
