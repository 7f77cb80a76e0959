import { describe, expect, it } from 'vitest';
import { asksForSecret, namesSecret } from '../../src/check/asked-secret.ts';

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
    'If you cannot log in, send us your password.',
    'When the app does not open: tell us your backup code.',
    'Bitte senden Sie uns Ihr Passwort.',
    'Wenn Sie sich nicht anmelden können, schicken Sie uns den Bestätigungscode.',
    'Wie lautet Ihre PIN?',
    'Wir brauchen Ihre Seed-Phrase.',
    'Ihr Anmeldepasswort brauchen wir auch.',
    'Geben Sie hier Ihr Kennwort ein.',
    'Den Sicherheitscode bitte in diesem Chat eingeben.',
    'Gib uns deinen Code.',
    'Envíenos su contraseña.',
    'Si no puede entrar, díganos su frase de recuperación.',
    '¿Cuál es su PIN?',
    'Necesitamos el código de verificación que recibió.',
    'Escriba su clave privada en este chat.',
    'Comparte tu código con el agente.',
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
    'Enter the code that arrives there by text message.',
    'A message that asks for your password or a seed phrase is never from us.',
    'Send us the error code.',
    'Give us the country code of your phone number.',
    'Tell us when your password reset did not work.',
    'What is a seed phrase?',
    'Send us a screenshot without your password.',
    'If someone asks for your code, tell us.',
    'Wir fragen nie nach Ihrem Passwort.',
    'Senden Sie uns Ihr Passwort nicht.',
    'Geben Sie Ihre Seed-Phrase niemandem, auch uns nicht.',
    'Wer Sie bittet, uns den Code zu senden, ist ein Betrüger.',
    'Geben Sie Ihr Passwort auf der Anmeldeseite ein.',
    'Nennen Sie uns die Ländervorwahl Ihrer Nummer.',
    'Schreiben Sie uns, wenn das Zurücksetzen nicht gelingt.',
    'Betrüger schreiben: Senden Sie uns Ihre PIN.',
    'Teilen Sie uns den Fehlercode mit.',
    'Nunca pedimos su contraseña.',
    'No nos envíe su frase semilla.',
    'Quien le pide que envíe su código es un estafador.',
    'Escriba su contraseña en la página de acceso.',
    'Envíenos el código de error.',
    'Un mensaje que dice "envíenos su PIN" es falso.',
  ])('%s', (text) => {
    expect(asksForSecret(text)).toBeUndefined();
  });
});

it.each([
  ['Your password', 'password'],
  ['Recovery phrase', 'recovery phrase'],
  ['Passwort', 'passwort'],
  ['Ihre PIN', 'pin'],
  ['Contraseña', 'contraseña'],
])('sees the secret that %s names', (text, secret) => expect(namesSecret(text)).toBe(secret));

it.each([
  'A screenshot without your password',
  'Transaction id',
  'Fehlercode',
  'Eine Kopie, ohne PIN',
  'Código de país',
])('sees no secret in %s', (text) => expect(namesSecret(text)).toBeUndefined());
