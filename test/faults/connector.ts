import { createServer, type IncomingMessage } from 'node:http';
import * as z from 'zod';

/** The far end of a channel that hears replies apart, as Teams does: what was said in answer to each message. */
export interface Connector {
  readonly serviceUrl: string;
  /** In order; a card as JSON. */
  readonly answersTo: (messageId: string) => readonly string[];
  /** Messages to which the same was said more than once. */
  readonly answeredAgain: () => readonly string[];
  readonly close: () => Promise<void>;
}

const reply = z.object({
  /** Not of a notice, which answers nothing. */
  replyToId: z.string().default(''),
  text: z.string().default(''),
  attachments: z.unknown().optional(),
});

export async function openConnector(): Promise<Connector> {
  const said = new Map<string, string[]>();
  const server = createServer(async (request, response) => {
    const { replyToId, text, attachments } = reply.parse(JSON.parse(await bodyOf(request)));
    said.set(replyToId, [...(said.get(replyToId) ?? []), `${text}${JSON.stringify(attachments) ?? ''}`]);
    response.writeHead(201, { 'content-type': 'application/json' }).end('{"id":"1"}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Unexpected address of a TCP server');
  return {
    serviceUrl: `http://127.0.0.1:${address.port}/`,
    answersTo: (messageId) => said.get(messageId) ?? [],
    answeredAgain: () => [...said].filter(([, all]) => new Set(all).size < all.length).map(([id]) => id),
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request) text += String(part);
  return text;
}
