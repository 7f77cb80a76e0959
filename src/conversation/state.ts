import * as z from 'zod';

const filled = z.object({ value: z.string(), source: z.string(), guess: z.boolean() });

const upload = z.object({ id: z.string(), name: z.string(), contentType: z.string(), bytes: z.number() });

const form = z.object({
  /** Random; every card of the form carries it, and filing happens once under it. */
  id: z.string(),
  type: z.string(),
  typeHash: z.string(),
  filled: z.record(z.string(), filled),
  skipped: z.array(z.string()),
  /** Fields in the order they were asked, for `back`. */
  trail: z.array(z.string()),
  /** The field being asked; undefined while the review is shown. */
  asking: z.string().optional(),
  /** How often this prompt has come again: after a refused answer, a question, whatever it was. */
  attempts: z.number(),
  /** The last answer to this prompt that did not do, and what was wrong with it. */
  refused: z.object({ text: z.string(), problem: z.string() }).optional(),
  /** Set while a field is edited from the review: go back there, not on to the next field. */
  reviewing: z.boolean(),
  /** What the requester first asked. */
  question: z.string(),
  /** Every file that was sent for it, so that the ids in its values have names. */
  files: z.array(upload),
  /** The requester saw a work order about the same and wants another. */
  separate: z.boolean(),
});

const expecting = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('anything') }),
  z.object({
    kind: z.literal('feedback'),
    question: z.string(),
    article: z.string(),
    /** Which of its passages was shown, from 0. */
    passage: z.number().optional(),
    tried: z.array(z.string()),
  }),
  z.object({ kind: z.literal('candidate'), question: z.string(), tried: z.array(z.string()) }),
  z.object({ kind: z.literal('offer'), question: z.string(), type: z.string() }),
  z.object({ kind: z.literal('type'), question: z.string() }),
  z.object({ kind: z.literal('form') }),
  z.object({ kind: z.literal('cancel') }),
  z.object({ kind: z.literal('field-to-change') }),
  /** Another type for the open form; `type` where one was offered. */
  z.object({ kind: z.literal('new-type'), type: z.string().optional() }),
  /** Whether the form is added to this work order instead. */
  z.object({ kind: z.literal('duplicate'), number: z.string() }),
  z.object({ kind: z.literal('comment'), number: z.string() }),
  z.object({ kind: z.literal('escalation'), number: z.string() }),
  z.object({ kind: z.literal('withdrawal'), number: z.string() }),
  z.object({ kind: z.literal('reopening'), number: z.string() }),
  /** Staff said something, at `since`: what comes next may answer it. */
  z.object({ kind: z.literal('answer'), number: z.string(), since: z.number() }),
  /** It was solved, and a rating asked for; `glad`: they said thanks, so what comes next reopens nothing by itself. */
  z.object({
    kind: z.literal('rating'),
    number: z.string(),
    since: z.number(),
    glad: z.boolean().optional(),
  }),
  z.object({ kind: z.literal('rating-comment'), number: z.string(), score: z.number() }),
  /** Something was said that may be for one of these; the ids of files that came with it. */
  z.object({
    kind: z.literal('which'),
    question: z.string(),
    uploads: z.array(z.string()).readonly(),
    numbers: z.array(z.string()).readonly(),
  }),
  /** A number that is not the requester's: whether a link is wanted. */
  z.object({ kind: z.literal('claim'), number: z.string() }),
]);

/** What was shown and removed since the last filing: a work order brings it along. */
const matter = z.object({
  /** Epoch ms. */
  since: z.number(),
  shown: z.array(
    z.object({
      article: z.string(),
      confidence: z.number(),
      vote: z.enum(['helped', 'not-quite']).optional(),
    }),
  ),
  revision: z.string().optional(),
  removed: z.array(z.string()),
  /** What was said about it before the question that is being talked about, a line each. */
  told: z.string().optional(),
  /** How much of what was said speaks for each type of work order. */
  types: z.record(z.string(), z.number()).readonly().optional(),
  /** A person was asked for: what is filed now is urgent. */
  person: z.boolean().optional(),
});

const conversationState = z.object({
  /** Raised when the shape changes; a state of another shape is dropped politely, never half-read. */
  shape: z.literal(2),
  expecting,
  form: form.optional(),
  /** The form that was cancelled last, so that `resume` can bring it back. */
  dropped: form.optional(),
  /** Id of the form that was sent last, so that its old card can say so. */
  sent: z.string().optional(),
  /** What the last reply offered, so that a typed number or label means the same as the button. */
  choices: z.array(z.object({ label: z.string(), value: z.string() })),
  /** The work order talked about last. */
  number: z.string().optional(),
  /** When the requester last said something; epoch ms. */
  touchedAt: z.number().optional(),
  matter: matter.optional(),
  /** As the channel said last, for when the desk speaks by itself. */
  lang: z.string().optional(),
  zone: z.string().optional(),
  /** What the requester surely writes in, where the channel says another. */
  spoken: z.string().optional(),
});

export type Form = z.infer<typeof form>;
export type Expecting = z.infer<typeof expecting>;
export type Matter = z.infer<typeof matter>;
export type ConversationState = z.infer<typeof conversationState>;
/** While a form is open. */
export type InForm = ConversationState & { readonly form: Form };

export const initialState: ConversationState = { shape: 2, expecting: { kind: 'anything' }, choices: [] };

/** Those that this process made: they need not be judged as what comes from a file is. */
const made = new WeakSet<object>();

/** For a store that gives back what it was given. */
export function markMade(state: ConversationState): void {
  made.add(state);
}

const wasMade = (stored: unknown): stored is ConversationState =>
  typeof stored === 'object' && stored !== null && made.has(stored);

/** undefined when what was stored is not a state of this shape. */
export const readState = (stored: unknown): ConversationState | undefined =>
  wasMade(stored) ? stored : conversationState.safeParse(stored).data;
