import type { TakeMessage } from '../../src/chat/ports.ts';
import type { Message } from '../../src/conversation/message.ts';
import type { Reply, ReplyChoice } from '../../src/conversation/reply.ts';

const yesNo: readonly ReplyChoice[] = [
  { label: 'File it', value: 'file:form-1' },
  { label: 'Change something', value: 'change:form-1' },
];

export const welcome: Reply = {
  kind: 'welcome',
  text: 'Welcome to the test desk.',
  choices: [{ label: 'Pending deposit', value: 'article:deposit' }],
};

export const review: Reply = {
  kind: 'review',
  text: 'Please check: your e-mail is a@b.example.',
  card: {
    kind: 'review',
    formId: 'form-1',
    title: 'Sign-in problem',
    facts: [
      { label: 'E-mail', value: 'a@b.example' },
      { label: 'What happened', value: 'It said *no* and [this](https://evil.example)' },
    ],
    note: 'We answer within 4 hours.',
  },
  choices: yesNo,
};

export const filed: Reply = {
  kind: 'filed',
  text: 'Filed as WO-TEST-0001.\n\nAsk me about it at any time.',
  card: {
    kind: 'work-order',
    number: 'WO-TEST-0001',
    title: 'Sign-in problem',
    status: 'New',
    facts: [{ label: 'First response', value: 'today, 15:00' }],
    notes: ['Ask me about it at any time.'],
  },
};

/** The engine's shape over a few fixed rules, so that a channel's tests turn on the channel alone. */
export function deterministicEngine(): { readonly take: TakeMessage; readonly seen: Message[] } {
  const seen: Message[] = [];
  return {
    seen,
    take: async (message) => {
      seen.push(message);
      if (message.kind === 'event') return [welcome];
      if (message.kind === 'attachment')
        return [say(`Got ${message.uploads.map(({ name }) => name).join(', ') || 'nothing'}.`)];
      if (message.kind === 'choice')
        return message.value === 'file:form-1' ? [filed] : [say(`Chosen: ${message.value}`)];
      return answer(message.text);
    },
  };
}

async function answer(text: string): Promise<readonly Reply[]> {
  if (text === 'review') return [review];
  if (text === 'slow') await new Promise((resolve) => setTimeout(resolve, 300));
  if (text === 'person') return [{ kind: 'notice', text: 'People are there.', handoff: true }];
  if (text === 'two') return [say('One.'), say('Two.')];
  return [say(`You said: ${text}`)];
}

const say = (text: string): Reply => ({ kind: 'answer', text });
