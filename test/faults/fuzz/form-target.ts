import * as fc from 'fast-check';
import { text } from './hostile.ts';

/** One thing that somebody says in a form: a text, or the nth choice that was offered. */
export type Said = { readonly text: string } | { readonly choice: number };

const commands = [
  'skip',
  'back',
  'cancel',
  'resume',
  'start over',
  'yes',
  'no',
  'send it',
  'help',
  'change the amount to 50 USD',
];

/** Answers that fields take, so that the talk reaches the review now and then. */
const fitting = [
  'ann@mail.example',
  '50 USD',
  'yesterday',
  '2026-11-20',
  '+49 151 12345678',
  'https://desk.example/x',
  'It did not arrive',
  '12',
  'TXID-1',
];

/** A conversation that opens a form and says anything to it. */
export const talk: fc.Arbitrary<readonly Said[]> = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: text.map((said) => ({ text: said })) },
    { weight: 3, arbitrary: fc.constantFrom(...fitting).map((said) => ({ text: said })) },
    { weight: 3, arbitrary: fc.nat(5).map((choice) => ({ choice })) },
    { weight: 1, arbitrary: fc.constantFrom(...commands).map((said) => ({ text: said })) },
  ),
  { minLength: 6, maxLength: 14 },
);
