import fc from 'fast-check';

/** What people say, apt or not: answers of every kind, commands, questions, numbers, noise. */
const sayings = [
  [
    'open a work order about sign-in trouble',
    'open a work order about a missing deposit',
    'file an account change',
    'my deposit has not arrived, file it',
    'my account was hacked, open a ticket please',
    'file a general request',
  ],
  [
    'open a work order',
    'report a phishing site',
    'my account was hacked',
    'I lost my authenticator',
    'deposit',
  ],
  [
    'anna@mail.example',
    'The password',
    '0.25 ETH',
    '50',
    '1',
    '2',
    '3',
    '7',
    'yesterday at 7am',
    '2026-11-20 14:30',
    'it was 0.5 BTC yesterday at 3pm, mail me at kim@mail.example',
  ],
  ['7f3c1d9a5e8b2046c4d7e1f09a3b5c6d8e2f4a1b7c9d0e3f5a6b8c1d2e4f7a90', '+49 30 23125 014', 'Portugal'],
  ['I got a new phone, and my authenticator app is empty since then.', 'https://northgate-login.example'],
  ['yes', 'no', 'ok', 'send it', 'cancel', 'back', 'skip', 'help', 'status', 'start over', 'resume'],
  ['drop it', 'go on', 'that solved it', 'never mind', 'wrong type', 'change the type', 'General request'],
  [
    'talk to a person',
    'add',
    'escalate',
    'withdraw',
    'reopen',
    'not quite',
    'that helped',
    'thanks',
    'hi',
    'none of these',
  ],
  [
    'change the amount to 1 BTC',
    'change the amount to 50',
    'the e-mail address is wrong',
    'change kind of transaction to trade',
    'amount',
    'remove the screenshot',
    'remove screen-1.png',
  ],
  [
    'how long does a reply take?',
    'what is a backup code?',
    'where do I find the transaction id',
    'WO-1234-5678',
    'WO-0000-0000',
    'add to WO-0000-0000: x',
  ],
  [
    '',
    '😀',
    '???',
    '密码忘记了',
    '**x** [y](z) %EE%80%80a%09b%EE%80%81',
    '\uE000file:x\tnumber\uE001',
    '$& $1',
  ],
  [
    'this is ridiculous, you are useless',
    'what did I write?',
    'remove the device',
    'add: one more thing to say',
    'please add that it happened in Lisbon',
    "please escalate, it's my rent",
    'it arrived',
    'no recibo el código por sms',
    'mein Konto ist gesperrt, was kann ich tun',
    "what's left?",
    'keep it',
    'sorry, it was 0.35, not 0.3',
    'when will I hear from you?',
    'the app says completed but my own wallet shows nothing at all',
    'it was way off, 5 percent above the market',
    'rejected. passport. sent it monday',
    'two hundred USDT',
  ],
  ['my password is Hunter2Summer!', 'constructor', '__proto__', 'x'.repeat(8001)],
].flat();

/** Values of buttons as somebody would forge them; {form} is the open form's id. */
const forged = [
  'edit:f:x',
  'form:{form}:file',
  'form:{form}:keep',
  'form:{form}:add',
  'form:{form}:separate',
  'form:{form}:solved',
  'form:{form}:change-type',
  'edit:{form}:x',
  'edit:{form}:direction',
  'skip:{form}:email',
  'keep:{form}:email',
  'keep:{form}:direction',
  'remove:{form}:nothing',
  'retype:{form}:general',
  'retype:{form}:transaction',
  'value:{form}:what-happened:It never arrived, %EE%80%80file:x%09number%EE%80%81',
  'value:{form}:direction:trade',
  'value:{form}:screenshots:0b9f6f0e-6c3f-4f43-8a59-0f5a3d1d2c11',
  'value:f:email:x',
  'work-order:WO-0000-0000:withdraw-now',
  'type:nothing',
  'none',
];

export type Step =
  | { readonly kind: 'say'; readonly text: string; readonly twice: boolean }
  /** `ago` messages back; `twice`: two presses at the same moment. */
  | { readonly kind: 'press'; readonly at: number; readonly ago: number; readonly twice: boolean }
  | { readonly kind: 'send'; readonly value: string }
  /** What the prompt asks for. */
  | { readonly kind: 'answer' }
  | { readonly kind: 'start' }
  | { readonly kind: 'upload'; readonly count: number; readonly caption: string }
  | { readonly kind: 'wait'; readonly hours: number }
  /** The timer of the draft, whether its time has come or not. */
  | { readonly kind: 'timer' }
  /** Another process takes over. */
  | { readonly kind: 'restart' }
  /** Somebody edits the types' files: a form that is open keeps its own. */
  | { readonly kind: 'edit' };

const rarely = fc.oneof(
  { weight: 9, arbitrary: fc.constant(false) },
  { weight: 1, arbitrary: fc.constant(true) },
);

const say = (text: fc.Arbitrary<string>): fc.Arbitrary<Step> =>
  fc.record({ kind: fc.constant('say' as const), text, twice: rarely });

const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: say(fc.constantFrom(...sayings)) },
  { weight: 2, arbitrary: say(fc.string({ unit: 'binary', maxLength: 80 })) },
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant('press' as const),
      at: fc.nat(8),
      ago: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(4) }),
      twice: rarely,
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('send' as const),
      value: fc.oneof(fc.string({ maxLength: 30 }), fc.constantFrom(...forged)),
    }),
  },
  { weight: 28, arbitrary: fc.constant({ kind: 'answer' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'start' as const }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('upload' as const),
      count: fc.nat(6),
      caption: fc.constantFrom('', '0.25 ETH', 'this is what I see'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), hours: fc.constantFrom(1, 13, 30, 170) }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'timer' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'restart' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'edit' as const }) },
);

export interface Conversation {
  readonly steps: readonly Step[];
  /** How it ends: every one of them can be sent, and every one can be cancelled. */
  readonly end: 'send' | 'cancel';
}

/** Some of them well under way before the first odd thing is said. */
export const conversations: fc.Arbitrary<Conversation> = fc
  .record({
    apt: fc.nat(9),
    odd: fc.array(steps, { minLength: 1, maxLength: 20, size: 'max' }),
    end: fc.constantFrom('send' as const, 'cancel' as const),
  })
  .map(({ apt, odd, end }) => ({
    steps: [...Array.from({ length: apt }, () => ({ kind: 'answer' as const })), ...odd],
    end,
  }));
