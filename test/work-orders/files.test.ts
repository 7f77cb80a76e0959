import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeFile } from '../../src/work-orders/files/judge-file.ts';
import { keepFile } from '../../src/work-orders/files/keep-file.ts';

const bytes = (...parts: readonly (string | Uint8Array)[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)));

function chunk(type: string, data: Uint8Array): Uint8Array {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  return bytes(length, type, data, Buffer.alloc(4));
}

/** A picture of one pixel. */
const png = bytes(
  Buffer.from('89504e470d0a1a0a', 'hex'),
  chunk('IHDR', Buffer.from('00000001000000010802000000', 'hex')),
  chunk('IDAT', deflateSync(Buffer.from([0, 1, 2, 3]))),
  chunk('IEND', Buffer.alloc(0)),
);
const jpeg = bytes(Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex'));
const gif = bytes('GIF89a', Buffer.from('010001000000002c00000000010001000002024401003b', 'hex'));
const webp = bytes('RIFF', Buffer.from([20, 0, 0, 0]), 'WEBPVP8 ', Buffer.alloc(12));
const pdf = bytes('%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');
const zip = bytes('PK\x05\x06', Buffer.alloc(18));
const seed = 'legal winner thank year wave sausage worth useful legal winner thank yellow';

const judged = async (name: string, content: Uint8Array): Promise<string> => {
  const verdict = await judgeFile(name, content);
  return verdict.kind === 'taken' ? `${verdict.contentType} ${verdict.name}` : verdict.why.problem;
};

describe('judgeFile', () => {
  it.each([
    ['screen.png', png, 'image/png screen.png'],
    ['Photo.JPEG', jpeg, 'image/jpeg Photo.JPEG'],
    ['a.gif', gif, 'image/gif a.gif'],
    ['a.webp', webp, 'image/webp a.webp'],
    ['statement.pdf', pdf, 'application/pdf statement.pdf'],
    ['notes.txt', bytes('I sent it on Monday.\r\n\tThen nothing.'), 'text/plain notes.txt'],
    [
      'mail.eml',
      bytes('From: x@fake.example\nSubject: Hi\n\n<html><a href="#">click</a>'),
      'text/plain mail.eml',
    ],
    ['greek.txt', Buffer.from('\ufeffΚαλημέρα'), 'text/plain greek.txt'],
    ['BM.txt', bytes('BM and MZ begin words, too'), 'text/plain BM.txt'],
  ])('takes %s', async (name, content, expected) => {
    expect(await judged(name, content)).toBe(expected);
  });

  it.each([
    ['what it holds decides, not what it is called', 'invoice.pdf', png, 'image/png invoice.pdf.png'],
    ['a page called a picture', 'a.png', bytes('<!DOCTYPE html><script>1</script>'), 'file-kind'],
    ['a text called a page', 'a.html', bytes('hello'), 'text/plain a.html.txt'],
  ])('%s', async (_why, name, content, expected) => {
    expect(await judged(name, content)).toBe(expected);
  });

  it.each([
    ['SVG', bytes('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'), 'file-kind'],
    ['SVG behind its XML line', bytes('\n<?xml version="1.0"?><svg></svg>'), 'file-kind'],
    ['HTML', bytes('  <html><body>'), 'file-kind'],
    ['HTML behind a comment', bytes('<!-- x --><script>1</script>'), 'file-kind'],
    ['a program', bytes('MZ\x90\0\x03'), 'file-kind'],
    ['a script', bytes('#!/bin/sh\nrm -rf ~'), 'file-kind'],
    ['RTF', bytes('{\\rtf1 hello}'), 'file-kind'],
    ['a ZIP', bytes('PK\x03\x04', Buffer.alloc(30), zip), 'file-kind'],
    ['text in Latin-1', bytes('caf\xe9'), 'file-kind'],
    ['text with a NUL', bytes('abc\0def'), 'file-kind'],
    ['a picture cut off in its head', png.subarray(0, 7), 'file-kind'],
    ['nothing', bytes(), 'file-empty'],
    ['a page behind a picture', bytes(png, '<script>alert(1)</script>'), 'file-mixed'],
    ['a page in a picture', bytes(gif, '<SVG onload=x>'), 'file-mixed'],
    ['PHP in a picture', bytes(jpeg, '<?php system(1);'), 'file-mixed'],
    ['a ZIP behind a picture', bytes(jpeg, zip), 'file-mixed'],
    [
      'a ZIP with a comment behind a PDF',
      bytes(pdf, 'PK\x05\x06', Buffer.alloc(16), '\x03\0abc'),
      'file-mixed',
    ],
    ['a PDF in the head of a picture', bytes(gif, '%PDF-1.4'), 'file-mixed'],
    ['a seed phrase in a text', bytes(`My words:\n${seed.replaceAll(' ', '\n')}`), 'file-secret'],
    [
      'a password far down in a long text',
      bytes(`${'line\n'.repeat(20_000)}password: tr0ub4dor`),
      'file-secret',
    ],
  ])('refuses %s', async (_what, content, problem) => {
    expect(await judged('a.png', content)).toBe(problem);
  });

  it.each([
    ['a path', '../../etc/passwd', 'passwd.txt'],
    ['a path of Windows', 'C:\\Users\\ann\\note.txt', 'note.txt'],
    ['a turned direction', 'note\u202etxt.exe', 'notetxt.exe.txt'],
    ['line ends', 'a\r\nSet-Cookie: x.txt', 'aSet-Cookie x.txt'],
    ['colours of a terminal', '\u001b[31mnote.txt', '[31mnote.txt'],
    ['markup', '<img src=x>.txt', 'img src=x.txt'],
    ['nothing else', '\u200b\u202e', 'file.txt'],
    ['more than a name needs', `${'a'.repeat(5000)}.txt`, `${'a'.repeat(120)}.txt`],
  ])('gives a name with %s as a plain one', async (_what, name, expected) => {
    expect(await judged(name, bytes('hello'))).toBe(`text/plain ${expected}`);
  });

  it('tells which secret stood in a text, and takes one out of a name', async () => {
    expect(await judgeFile('a.txt', bytes(`seed: ${seed}`))).toMatchObject({ removed: ['seed-phrase'] });
    expect(await judgeFile(`${seed}.png`, png)).toEqual({
      kind: 'taken',
      name: '[removed: seed phrase].png',
      contentType: 'image/png',
      removed: ['seed-phrase'],
    });
  });

  it('judges anything without throwing, and never takes what begins like a page', async () => {
    const start = fc.constantFrom(png, jpeg, gif, webp, pdf, bytes('<html>'), bytes('<svg '), bytes(''));
    const content = fc
      .tuple(start, fc.nat(40), fc.uint8Array({ maxLength: 200 }))
      .map(([head, cut, tail]) => bytes(head.subarray(0, Math.max(1, head.length - cut)), tail));
    await fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 40 }), content, async (name, file) => {
        const verdict = await judgeFile(name, file);
        if (verdict.kind === 'taken')
          expect(Buffer.from(file).toString('latin1').trimStart()).not.toMatch(/^<(?:html|svg)[\s>]/);
      }),
      { numRuns: 300 },
    );
  });
});

describe('keepFile', () => {
  const file = { id: 'u1', requesterId: 'web/ann', name: 'a.png', content: png, expiresAt: 1 };

  it('stores what was judged under the name and type that it bears out', async () => {
    const kept = await keepFile(
      {
        put: async ({ id, name, contentType, content }) => ({ id, name, contentType, bytes: content.length }),
      },
      { ...file, name: 'a.exe' },
    );
    expect(kept).toMatchObject({ kind: 'kept', upload: { name: 'a.exe.png', contentType: 'image/png' } });
  });

  it('says so where there is no room, and stores nothing that was refused', async () => {
    const full = { put: async () => undefined };
    expect(await keepFile(full, file)).toMatchObject({
      kind: 'refused',
      why: { problem: 'file-no-room', params: { name: 'a.png' } },
    });
    const never = {
      put: async () => {
        throw new Error('Expected not to be called');
      },
    };
    expect(await keepFile(never, { ...file, content: bytes('') })).toMatchObject({ kind: 'refused' });
  });
});
