import { type Activity, DirectLine, type DirectLineOptions } from 'botframework-directlinejs';
// The client brings rxjs 5 and takes only its observables.
import { Observable } from 'rxjs/Observable.js';
import { WebSocket } from 'ws';
import * as z from 'zod';

const tokenShape = z.object({ token: z.string(), conversationId: z.string() });

/** Microsoft's client, driven from Node: it looks for a browser's WebSocket and XMLHttpRequest. */
export interface Client {
  readonly line: DirectLine;
  readonly activities: readonly Activity[];
  readonly say: (text: string, more?: object) => Promise<string>;
  /** The first activity that fits, also among those that came already. Fails after 5 s. */
  readonly wait: (fits: (activity: Activity) => boolean) => Promise<Activity>;
  readonly waitForText: (text: string) => Promise<Activity>;
  readonly end: () => void;
}

interface AjaxRequest {
  readonly url?: string;
  readonly method?: string;
  readonly headers?: object;
  readonly body?: unknown;
  readonly responseType?: string;
}

async function request({ url = '', method = 'GET', headers, body, responseType }: AjaxRequest) {
  const form = body instanceof FormData;
  const sent = body === undefined ? null : form ? body : JSON.stringify(body);
  const response = await fetch(url, { method, headers: { ...headers }, body: sent });
  const xhr = { getResponseHeader: (name: string) => response.headers.get(name) };
  if (!response.ok)
    throw Object.assign(new Error(`${method} ${url}: ${response.status} ${await response.text()}`), {
      status: response.status,
      xhr,
    });
  return { response: responseType === 'arraybuffer' ? await response.arrayBuffer() : await response.json() };
}

const ajax = (asked: AjaxRequest): Observable<unknown> =>
  Observable.create(
    (observer: { next: (value: unknown) => void; error: (error: unknown) => void; complete: () => void }) => {
      request(asked).then(
        (value) => {
          observer.next(value);
          observer.complete();
        },
        (error) => observer.error(error),
      );
    },
  );

Object.assign(globalThis, { WebSocket });

export function connect(url: string, options: DirectLineOptions): Client {
  const services = { ajax, WebSocket, random: () => 0 };
  const line: DirectLine = Reflect.construct(DirectLine, [
    { domain: `${url}/v3/directline`, ...options, ...services },
  ]);
  const activities: Activity[] = [];
  const waiting = new Set<() => void>();
  const subscription = line.activity$.subscribe(
    (activity) => {
      activities.push(activity);
      for (const look of waiting) look();
    },
    () => {},
  );
  const wait: Client['wait'] = (fits) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`Not among ${JSON.stringify(activities)}`)), 8000);
      const look = (): void => {
        const found = activities.find(fits);
        if (found === undefined) return;
        clearTimeout(timer);
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
    });
  const say: Client['say'] = (text, more = {}) =>
    new Promise((resolve, reject) =>
      line
        .postActivity({ type: 'message', text, from: { id: 'somebody else' }, ...more })
        .subscribe(resolve, reject),
    );
  return {
    line,
    activities,
    say,
    wait,
    waitForText: (text) => wait((one) => one.type === 'message' && one.text === text),
    end: () => {
      subscription.unsubscribe();
      line.end();
    },
  };
}

export async function generateToken(
  url: string,
  headers: Record<string, string> = {},
  body?: object,
): Promise<{ readonly token: string; readonly conversationId: string }> {
  const response = await fetch(`${url}/v3/directline/tokens/generate`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: body === undefined ? null : JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`tokens/generate: ${response.status}`);
  return tokenShape.parse(await response.json());
}
