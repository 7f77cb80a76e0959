import { describe, expect, it } from 'vitest';
import { isLocalRequest, isLoopback, isTrustedOrigin } from '../../src/http/origin.ts';

describe('isTrustedOrigin', () => {
  it.each([
    [{ host: 'desk.example' }, true],
    [{ host: 'desk.example', origin: 'https://desk.example' }, true],
    [{ host: 'desk.example:3978', origin: 'http://desk.example:3978' }, true],
    [{ host: 'desk.example', origin: 'https://www.example.com' }, true],
    [{ host: 'desk.example', origin: 'https://evil.example' }, false],
    [{ host: 'desk.example', origin: 'https://desk.example.evil.example' }, false],
    [{ host: 'desk.example', origin: 'null' }, false],
    [{ host: 'desk.example', origin: '' }, false],
  ])('%j is %s', (headers, trusted) => {
    expect(isTrustedOrigin(headers, ['https://www.example.com'])).toBe(trusted);
  });
});

describe('isLocalRequest', () => {
  it.each([
    [{ host: 'localhost:3978' }, '127.0.0.1', true],
    [{ host: '127.0.0.1:3978' }, '::ffff:127.0.0.1', true],
    [{ host: '[::1]:3978' }, '::1', true],
    [{ host: 'rebound.evil.example:3978' }, '127.0.0.1', false],
    [{ host: 'localhost', 'x-forwarded-for': '203.0.113.9' }, '127.0.0.1', false],
    [{ host: 'localhost', forwarded: 'for=203.0.113.9' }, '127.0.0.1', false],
    [{ host: 'localhost' }, '192.168.1.5', false],
    [{}, '127.0.0.1', false],
    [{ host: 'localhost' }, undefined, false],
  ])('%j from %s is %s', (headers, address, local) => {
    expect(isLocalRequest(headers, address)).toBe(local);
  });
});

it.each([
  ['127.0.0.1', true],
  ['127.9.9.9', true],
  ['localhost', true],
  ['::1', true],
  ['0.0.0.0', false],
  ['::', false],
  ['127.0.0.1.evil.example', false],
])('isLoopback(%s) is %s', (host, loopback) => {
  expect(isLoopback(host)).toBe(loopback);
});
