/** Files of a small desk, as the manual shows them; a test checks that they are right. */
export const examples = {
  'desk.md': `---
name: Lindenau Library
prefix: LIB
zone: Europe/Berlin
hours: { mon: "10:00-19:00", sat: "10:00-12:00, 13:00-16:00" }
synonyms:
  - [late, overdue]
promoted: [loans/late]
fallback-type: lost-book
---

Welcome to the library. What can I do for you?
`,
  'articles/loans/late.md': `---
title: Late books
questions:
  - my book is late
  - what does an overdue book cost
  - how much is the fine
  - I missed the date on the slip
  - "Second reminder: what do I pay?"
tags: [fee, "order #12"]
work-order: lost-book
follow-ups: [loans/renew]
---

A late book costs **20 cents** a day. You may [renew it](renew.md) instead.

## A child's card

- Nothing is charged below 18.
`,
  'work-orders/lost-book.md': `---
title: A lost or damaged book
summary: A book of ours is gone, or not as it was
phrasings: [report a lost book, a book of yours is torn]
queue: returns
service-levels:
  urgent: { first-response-hours: [4, 8], resolution-days: [1, 2] }
fields:
  - id: email
    kind: email
    label: E-mail address
    prompt: Where may we write to you?
    contact: true
  - id: what
    kind: choice
    label: What happened
    prompt: Is it lost or damaged?
    choices:
      - Lost
      - value: damaged
        label: Damaged
        synonyms: [wet, torn]
  - id: photo
    kind: attachment
    label: Picture
    prompt: Do you have a picture of it?
    required: false
    when: { what: damaged }
---

I pass this on to the returns desk.
`,
  'questions.csv': `question,article
what do I pay for a late book,loans/late
do you repair bicycles,
`,
} as const;

/** As a block of its own, under the file's name. */
export const example = (file: keyof typeof examples): string => {
  const language = file.endsWith('.csv') ? 'csv' : 'markdown';
  return `\`${file}\`:\n\n\`\`\`${language}\n${examples[file]}\`\`\``;
};
