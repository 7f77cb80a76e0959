import { beforeAll, describe, expect, it } from 'vitest';
import type { Say } from '../../src/conversation/view.ts';
import { afterOpening, commandIn, isQuestion, mentions, saysOnly } from '../../src/conversation/words.ts';
import { sampleDesk } from './chat.ts';

let say: Say;
beforeAll(async () => {
  ({ say } = (await sampleDesk).phrases('en'));
});

describe('commandIn, in the sample desk’s words', () => {
  it.each([
    ['help', 'help'],
    ['HELP!', 'help'],
    ['please cancel that', 'cancel'],
    ['never mind', 'cancel'],
    ['go back please', 'back'],
    ['skip this', 'skip'],
    ["I don't know", 'skip'],
    ['my work orders', 'status'],
    ['show me my tickets, please', 'status'],
    ['Could you start over?', 'start-over'],
    ['can I talk to a human please?', 'person'],
    ['I want to speak with someone', 'person'],
    ['continue', 'resume'],
    ['I would like to open a work order', 'file'],
    ['add something', 'add'],
    ['escalate this', 'escalate'],
    ['withdraw my work order', 'withdraw'],
    // Said in words and orders that no list has whole.
    ['pls open a ticket for me', 'file'],
    ['pls open tiket', 'file'],
    ['then make me a new case please', 'file'],
    ['how is my ticket going?', 'status'],
    ["what's happening with my request", 'status'],
    ['i dont want to talk to a bot', 'person'],
    ['can a person look at this?', 'person'],
  ])('%j is %s', (text, command) => expect(commandIn(say, text)).toBe(command));

  it.each([
    ['I tried to cancel my withdrawal but it went out'],
    ['someone is in my account'],
    ['is someone in my account'],
    ['what is a ticket'],
    ['I opened a case with my bank'],
    ['can I open a second account'],
    ['I lost my ticket'],
    ['complaint'],
    ['person'.repeat(20)],
    ['the back of my card'],
    ['the status page says that all is well'],
    ['help me with my deposit of 50 EUR'],
    ['I want to add two-factor authentication'],
    [''],
    ['😀'],
    [`cancel ${'please '.repeat(30)}`],
  ])('%j is none', (text) => expect(commandIn(say, text)).toBeUndefined());
});

describe('saysOnly', () => {
  it.each([
    ['words.yes', 'Yes, please!', true],
    ['words.yes', 'ok', true],
    ['words.yes', 'yes but the amount is wrong', false],
    ['words.no', 'No, thank you.', true],
    ['words.no', 'no idea', false],
    ['words.helped', 'thanks, that helped', true],
    ['words.not-quite', "that didn't help", true],
    ['words.greeting', 'Good morning', true],
    ['words.yes', 'please', false],
    ['words.yes', '', false],
  ] as const)('%s in %j: %j', (key, text, expected) => expect(saysOnly(say, key, text)).toBe(expected));
});

describe('afterOpening', () => {
  it('gives what follows the longest opening', () => {
    expect(afterOpening(say, 'command.file', 'Open a work order about my deposit!')).toBe('about my deposit');
    expect(afterOpening(say, 'command.add', 'add to WO-1234: more')).toBe('wo 1234 more');
    expect(afterOpening(say, 'command.file', 'open a work order')).toBe('');
    expect(afterOpening(say, 'command.add', 'add something about my phone')).toBe('about my phone');
  });
  it('is undefined where the text begins otherwise, or within a longer word', () => {
    expect(afterOpening(say, 'command.file', 'when do I open a work order?')).toBeUndefined();
    expect(afterOpening(say, 'command.add', 'additional funds')).toBeUndefined();
  });
});

it('mentions whole words only', () => {
  expect(mentions(say, 'words.change', 'the date is wrong')).toBe(true);
  expect(mentions(say, 'words.change', 'that was wrongful')).toBe(false);
});

describe('isQuestion', () => {
  it.each([
    ['What is a backup code?', true],
    ['how long does it take?', true],
    ['What happened', false],
    ['It was on Tuesday, why?', false],
    [`How ${'very '.repeat(40)}long?`, false],
  ])('%j: %j', (text, expected) => expect(isQuestion(text, { say })).toBe(expected));
});
