import * as z from 'zod';

const begun = z.object({ conversationId: z.string() });
const said = z.object({
  activities: z.array(
    z.object({ from: z.object({ role: z.string().optional() }), text: z.string().optional() }),
  ),
});

/** A Direct Line conversation as any client has it; `at` is the same one after the server moved. */
export interface Visitor {
  readonly say: (text: string) => Promise<Response>;
  /** Any activity. */
  readonly send: (activity: object) => Promise<Response>;
  /** Files, by name and content, and the activity that comes along. */
  readonly upload: (
    files: readonly (readonly [name: string, content: string])[],
    activity: object,
  ) => Promise<Response>;
  readonly heard: () => Promise<string>;
  readonly at: (url: string) => Visitor;
}

export async function converse(url: string): Promise<Visitor> {
  const post = { method: 'POST' };
  const first = await fetch(`${url}/v3/directline/tokens/generate`, post);
  const { token } = z.object({ token: z.string() }).parse(await first.json());
  const headers = { authorization: `Bearer ${token}` };
  const opened = await fetch(`${url}/v3/directline/conversations`, { ...post, headers });
  return visitor(url, token, begun.parse(await opened.json()).conversationId);
}

function visitor(url: string, token: string, conversationId: string): Visitor {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const conversation = `${url}/v3/directline/conversations/${conversationId}`;
  const activities = `${conversation}/activities`;
  const send = (activity: object): Promise<Response> =>
    fetch(activities, { method: 'POST', headers, body: JSON.stringify({ type: 'message', ...activity }) });
  return {
    send,
    say: (text) => send({ from: { id: 'x' }, text }),
    upload: (files, activity) => {
      const body = new FormData();
      body.set('activity', new Blob([JSON.stringify(activity)]));
      for (const [name, content] of files) body.append('file', new Blob([content]), name);
      return fetch(`${conversation}/upload`, {
        method: 'POST',
        headers: { authorization: headers.authorization },
        body,
      });
    },
    heard: async () => {
      const { activities: all } = said.parse(await (await fetch(activities, { headers })).json());
      return all.flatMap(({ from, text }) => (from.role === 'bot' && text ? [text] : [])).join('\n');
    },
    at: (next) => visitor(next, token, conversationId),
  };
}
