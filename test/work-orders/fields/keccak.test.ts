import { expect, it } from 'vitest';
import { keccak256 } from '../../../src/work-orders/fields/keccak.ts';

// From Ethereum's own tests, and one message longer than what is taken in at once.
it.each([
  ['', 'c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470'],
  ['testing', '5f16f4c7f149ac4f9510d9cf8cf384038ad348b3bcdc01915f95de12df9d1b02'],
  ['a'.repeat(200), '96ea54061def936c4be90b518992fdc6f12f535068a256229aca54267b4d084d'],
])('hashes %j', (message, hash) => {
  expect(keccak256(Buffer.from(message))).toBe(hash);
});
