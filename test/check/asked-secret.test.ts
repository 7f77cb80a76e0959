import { describe, expect, it } from 'vitest';
import { asksForSecret } from '../../src/check/asked-secret.ts';

describe('asks for a secret', () => {
  it.each([
    'Send us your password.',
    'Please reply with the code we sent you.',
    'To go on, tell me your seed phrase!',
    'Enter your private key below.',
    'Type your PIN in this chat.',
    'What is your recovery phrase?',
    'We need your verification code.',
    'Never mind; send us your password.',
    'Do not worry. Share your login code.',
    'E-mail us your passphrase.',
  ])('%s', (text) => {
    expect(asksForSecret(text)).toBeTypeOf('string');
  });
});

describe('does not ask for a secret', () => {
  it.each([
    'We never ask for your password.',
    'Do not send us your seed phrase.',
    "Don't share your verification code.",
    'Nobody at the desk will ask you to tell them your PIN.',
    'If someone asks you to send your private key, freeze your account.',
    'Scammers tell you to share your recovery phrase.',
    'Enter your password on the sign-in page.',
    'Enter your e-mail address and password as usual.',
    'A message that asks for your password or a seed phrase is never from us.',
    'Send us the error code.',
    'Give us the country code of your phone number.',
    'Tell us when your password reset did not work.',
    'What is a seed phrase?',
    'Send us a screenshot without your password.',
  ])('%s', (text) => {
    expect(asksForSecret(text)).toBeUndefined();
  });
});
