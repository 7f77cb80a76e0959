import type { Activity } from 'botframework-directlinejs';
import { createAttach } from './attach.ts';
import { createChoices } from './choices.ts';
import { createComposer } from './composer.ts';
import { connect, type Link, type LinkState } from './connection.ts';
import { element } from './elements.ts';
import { offerClose } from './embedded.ts';
import { createOutbox, type SendOutcome, type Unsent } from './outbox.ts';
import { keepSession, newSession, openSession, type Session } from './session.ts';
import { type Choice, readMessage } from './shapes.ts';
import { createSuggestions } from './suggestions.ts';
import { createTranscript } from './transcript.ts';
import { createTyping } from './typing.ts';
import { drawWords, loadSettings, word } from './words.ts';
import { createWorkOrders } from './work-orders.ts';

let deskName = '';
let link: Link | undefined;
let tries = 0;
/** Sessions that were begun, and the next try where the last one failed. */
let begun = 0;
let again: number | undefined;
/** A form's question is open: what is typed now answers it. */
let asking = false;

const nameOf = (): string => deskName;
const choices = createChoices(choose);
const transcript = createTranscript(nameOf, choose);
const typing = createTyping(nameOf);
const outbox = createOutbox((unsent) => link?.send(unsent) ?? Promise.resolve('later'), onOutcome);
const suggestions = createSuggestions(
  () => !asking,
  (choice) => {
    composer.empty();
    choose(choice);
    composer.focus();
  },
);
const composer = createComposer((text) => say(text), suggestions.look);
const workOrders = createWorkOrders((number) => say(number));

createAttach(
  (unsent, files, progress) => link?.upload(unsent, files, progress) ?? Promise.resolve('later'),
  transcript.showUnsent,
);

function choose(choice: Choice): void {
  say(choice.label, choice);
}

function say(text: string, choice?: Choice): void {
  const unsent = outbox.add(text, choice);
  choices.clear();
  suggestions.clear();
  transcript.showUnsent(unsent, word('sending'));
  void outbox.flush();
}

function onOutcome(unsent: Unsent, outcome: SendOutcome): void {
  if (outcome === 'taken') typing.begin();
  if (outcome === 'later') transcript.showUnsent(unsent, word('unsent'));
  if (outcome === 'refused') transcript.showUnsent(unsent, word('refused'));
}

function onActivity(activity: Activity): void {
  if (activity.type === 'typing') typing.begin();
  const message = readMessage(activity);
  if (message === undefined) return;
  transcript.show(message);
  if (message.mine) choices.clear();
  else {
    typing.end();
    asking = message.kind === 'prompt' || message.kind === 'review';
    workOrders.changed();
    choices.show(message.choices, message.kind === 'review');
  }
}

function onState(state: LinkState): void {
  element('status', HTMLElement).dataset.state = state;
  element('status-text', HTMLElement).textContent = word(state);
  if (state !== 'online') return;
  tries = 0;
  void outbox.flush();
}

/** Pause before another try, ms: soon at first, then rarely. */
const pause = (): number => Math.min(1000 * 2 ** tries++, 15_000);

/** Where another session was begun meanwhile, what comes of this one is for nobody any more. */
async function begin(open: () => Promise<Session>): Promise<void> {
  const mine = ++begun;
  clearTimeout(again);
  onState('connecting');
  link?.end();
  const session = await open().catch(() => undefined);
  if (mine !== begun) return;
  if (session === undefined) return retry(open);
  keepSession(session);
  workOrders.of(session);
  link = connect(session, { activity: onActivity, state: onState, ended: () => retry(openSession) });
}

function retry(open: () => Promise<Session>): void {
  onState('lost');
  again = setTimeout(() => void begin(open), pause());
}

async function drawSettings(): Promise<void> {
  const settings = await loadSettings();
  deskName = settings.name;
  element('name', HTMLElement).textContent = deskName;
  drawWords(settings);
}

/** What was said on an earlier visit is not read out again. */
function quietHistory(): void {
  transcript.announce(false);
  setTimeout(() => transcript.announce(true), 1500);
}

function offerRestart(): void {
  const dialog = element('confirm', HTMLDialogElement);
  element('restart', HTMLButtonElement).addEventListener('click', () => dialog.showModal());
  dialog.addEventListener('close', () => {
    if (dialog.returnValue !== 'yes') return;
    outbox.clear();
    choices.clear();
    transcript.clear();
    void begin(newSession);
    composer.focus();
  });
}

async function main(): Promise<void> {
  quietHistory();
  offerRestart();
  offerClose();
  window.addEventListener('online', () => void outbox.flush());
  // A lost connection is not always told; what waits is tried again anyway.
  setInterval(() => void outbox.flush(), 5000);
  await drawSettings();
  for (const unsent of outbox.waiting()) transcript.showUnsent(unsent, word('sending'));
  await begin(openSession);
  if (matchMedia('(pointer: fine)').matches) composer.focus();
}

void main();
