import { createHash } from 'node:crypto';

const TOKEN = 'fl_the-token-of-eve';

/** The setting by which the desk knows Eve. */
export const STAFF_TOKENS = `eve:lead:${createHash('sha256').update(TOKEN).digest('hex')}`;

/** Eve answers a work order; under one key it is done once. True where the desk took it. */
export async function answer(url: string, number: string, key: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/api/work-orders/${number}/comments`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${TOKEN}`,
        'content-type': 'application/json',
        'idempotency-key': key,
      },
      body: JSON.stringify({ text: 'We look at it.', audience: 'requester' }),
    });
    return response.ok;
  } catch {
    return false;
  }
}
