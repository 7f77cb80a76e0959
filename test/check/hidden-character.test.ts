import { describe, expect, it } from 'vitest';
import { codePoint, hiddenCharacters } from '../../src/check/hidden-character.ts';

const found = (text: string): readonly string[] =>
  hiddenCharacters(text).map(({ at, character, kind }) => `${at} ${codePoint(character)} ${kind}`);

describe('finds', () => {
  it.each([
    ['an override', 'pay \u202Emoc.live\u202C', ['4 U+202E direction', '13 U+202C direction']],
    ['an isolate', 'a\u2066b\u2069', ['1 U+2066 direction', '3 U+2069 direction']],
    ['a space of no width', 'pass\u200Bword', ['4 U+200B invisible']],
    ['a joiner between Latin letters', 'pass\u200Dword', ['4 U+200D invisible']],
    ['a non-joiner at a line’s start', '\u200Cword', ['0 U+200C invisible']],
    ['a soft hyphen', 'pass\u00ADword', ['4 U+00AD invisible']],
    ['a byte order mark inside', 'pass\uFEFFword', ['4 U+FEFF invisible']],
    ['a word joiner and a filler', 'a\u2060b\u3164', ['1 U+2060 invisible', '3 U+3164 invisible']],
    ['hidden letters', 'hi\u{E0041}\u{E0042}', ['2 U+E0041 invisible', '4 U+E0042 invisible']],
    ['a joiner behind a digit among Persian', '\u06F1\u200D', ['1 U+200D invisible']],
  ])('%s', (_, text, expected) => {
    expect(found(text)).toEqual(expected);
  });
});

describe('lets pass', () => {
  it.each([
    ['the marks of direction', 'a\u200Eb\u200Fc\u061C'],
    ['a non-joiner in Persian', 'نامه\u200Cها'],
    ['a joiner in Sinhala', 'ශ්\u200Dරී'],
    ['a joiner in Devanagari', 'क्\u200Dष'],
    ['a space of no width in Khmer', 'ខ្ញុំ\u200Bទៅ'],
    ['a person and a laptop', '👩\u200D💻'],
    ['a person of a colour and a heart', '👩🏽\u200D❤\uFE0F\u200D👨'],
    ['the flag of Scotland', '🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}'],
    ['plain text in several scripts', 'Grüße, año, Привет, 你好, שלום, مرحبا, 😀️'],
  ])('%s', (_, text) => {
    expect(found(text)).toEqual([]);
  });
});
