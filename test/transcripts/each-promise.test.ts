import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** What the forms promise, and the transcripts that show it: at least two for each. */
const promises: Readonly<Record<string, readonly string[]>> = {
  'Fields are checked, shown, exemplified and recognised in words': [
    'invalid-answers',
    'dates-in-words',
    'amounts-in-words',
    'partial-answers',
    'in-their-own-words',
    'times-in-my-zone',
  ],
  'A condition shows and hides fields': ['filed-trade', 'filed-account-change', 'change-asks-for-more'],
  'Nothing is asked twice, and a guess is marked as one': [
    'said-before-the-form',
    'told-at-once',
    'a-story-names-the-type',
    'guess-corrected',
    'channel-knows-the-address',
    'change-the-email',
    'type-from-what-is-told',
    'told-in-several-messages',
    'the-matter-over-many-messages',
  ],
  'A question in a form is answered, and the prompt comes again': [
    'question-in-a-form',
    'question-without-its-mark',
    'asks-about-the-question',
    'read-it-back',
  ],
  '"That solved it" offers to drop the draft': ['solved-in-a-form', 'solved-at-a-story'],
  'A word means what the prompt and the sentence make it mean': [
    'a-bare-no',
    'cancel-in-a-story',
    'thumbs-and-file-it',
    'send-it-early',
  ],
  'Never the same prompt more than three times without a way out': [
    'the-same-prompt',
    'do-not-know',
    'anger-in-a-form',
    'skip',
  ],
  'Anger is heard': ['anger-in-a-form', 'anger-at-a-story', 'anger-outside-a-form'],
  'Any answer can be taken back or changed': [
    'back',
    'change-in-the-middle',
    'change-from-the-review',
    'change-keeps-the-currency',
    'corrected-in-one-breath',
    'it-was',
    'taken-back-in-a-form',
    'remove-a-value',
  ],
  'The type can be changed, and keeps what carries over': [
    'change-the-type',
    'change-the-type-in-words',
    'wrong-form',
    'wrong-form-kept',
  ],
  'Cancel asks first, and start over can be undone': ['cancel-keep-drop-resume', 'start-over'],
  'A draft survives a restart and a day': ['draft-over-a-restart', 'a-day-later', 'a-day-later-at-once'],
  'An old draft is dropped, and said so': ['draft-too-old', 'draft-ages-by-itself'],
  'A draft and its cards keep the revision they were begun with': ['type-file-changes', 'old-form-old-card'],
  'Files are taken by content, listed, limited and removed': [
    'attachments',
    'attachment-early',
    'attachment-refused',
    'attachment-nowhere',
    'told-on-at-the-files',
  ],
  'Secrets are taken out before anything keeps them': [
    'secrets',
    'secret-and-a-question',
    'secret-in-the-review',
    'secret-in-passing',
  ],
  'Duplicates are offered to be added to': [
    'duplicate-transaction',
    'duplicate-story',
    'duplicate-closed-meanwhile',
    'no-duplicate',
  ],
  'The review has everything, and sends once': [
    'guess-corrected',
    'pressed-twice',
    'old-buttons',
    'optional-details',
  ],
  'A work order brings along what was said before it': ['brings-along', 'brings-along-its-own'],
  'Lists say what a work order is about': ['subject-in-lists', 'subject-of-what-was-chosen'],
  'After filing: the number, what comes next, how to add, a tip': [
    'filed-transaction',
    'filed-sign-in',
    'add-escalate-withdraw',
    'add-at-the-review',
    'after-filing-in-passing',
    'told-in-my-zone',
  ],
};

const transcripts = readdirSync(new URL('./', import.meta.url));

describe('each promise of the forms', () => {
  it.each(Object.entries(promises))('%s', (_promise, shown) => {
    expect(new Set(shown).size).toBeGreaterThanOrEqual(2);
    expect(shown.filter((name) => !transcripts.includes(`${name}.md`))).toEqual([]);
  });
});
