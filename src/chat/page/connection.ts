import { type Activity, ConnectionStatus, DirectLine } from 'botframework-directlinejs';
import type { SendOutcome, Unsent } from './outbox.ts';
import type { Session } from './session.ts';
import { pageLanguage } from './words.ts';

export type LinkState = 'connecting' | 'online' | 'lost';

export interface LinkEvents {
  readonly activity: (activity: Activity) => void;
  readonly state: (state: LinkState) => void;
  /** The client gave up: open a session again. */
  readonly ended: () => void;
}

export interface Link {
  readonly send: (unsent: Unsent) => Promise<SendOutcome>;
  readonly upload: (unsent: Unsent, files: readonly File[]) => Promise<SendOutcome>;
  readonly end: () => void;
}

/** Some networks let no WebSocket through: after so many that never opened, the page polls. */
const socketTries = 2;
let neverOpened = 0;

/** Microsoft's client on one conversation. */
export function connect(session: Session, listeners: LinkEvents): Link {
  const { events, mute } = mutable(listeners);
  const polling = neverOpened >= socketTries;
  const giveUp = once(events.ended);
  const line = new DirectLine({
    domain: new URL('/v3/directline', location.href).href,
    token: session.token,
    conversationId: session.conversationId,
    streamUrl: session.streamUrl,
    webSocket: !polling,
    timeout: 10_000,
    // The client says nothing of a lost socket, and waits 3 to 15 s before the next; 3 are enough here.
    WebSocket: watched({ ...events, ended: giveUp }),
    random: () => 0,
  });
  const listening = line.activity$.subscribe(events.activity, giveUp);
  const watching = line.connectionStatus$.subscribe((status) => {
    if (polling && status === ConnectionStatus.Online) events.state('online');
    if (status === ConnectionStatus.FailedToConnect || status === ConnectionStatus.ExpiredToken) giveUp();
  });
  return {
    send: (unsent) => post(line, unsent),
    upload: (unsent, files) => upload(session, unsent, files),
    end: () => {
      mute();
      watching.unsubscribe();
      listening.unsubscribe();
      line.end();
    },
  };
}

/** An ended link's socket closes late, and must not speak for the one that came after it. */
function mutable(listeners: LinkEvents): { readonly events: LinkEvents; readonly mute: () => void } {
  let muted = false;
  return {
    mute: () => {
      muted = true;
    },
    events: {
      activity: (activity) => muted || listeners.activity(activity),
      state: (state) => muted || listeners.state(state),
      ended: () => muted || listeners.ended(),
    },
  };
}

function watched({ state, ended }: LinkEvents): typeof WebSocket {
  return class extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      let opened = false;
      this.addEventListener('open', () => {
        opened = true;
        neverOpened = 0;
        state('online');
      });
      this.addEventListener('close', () => {
        if (!opened) neverOpened += 1;
        state('lost');
        // The client would go on with sockets for ever.
        if (neverOpened === socketTries) ended();
      });
    }
  };
}

const saying = (clientId: string, text: string) => ({
  type: 'message' as const,
  // The desk knows who we are from the token; the client insists on a sender.
  from: { id: '' },
  text,
  locale: pageLanguage(),
  localTimezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  channelData: { clientActivityID: clientId },
});

/** By itself: the client would fetch the file again from an address that the page's policy does not allow. */
async function upload(session: Session, { clientId }: Unsent, files: readonly File[]): Promise<SendOutcome> {
  const form = new FormData();
  form.append(
    'activity',
    new Blob([JSON.stringify(saying(clientId, ''))], { type: 'application/vnd.microsoft.activity' }),
  );
  for (const file of files) form.append('file', file, file.name);
  const path = `/v3/directline/conversations/${encodeURIComponent(session.conversationId)}/upload`;
  const headers = { authorization: `Bearer ${session.token}` };
  try {
    const response = await fetch(path, { method: 'POST', headers, body: form });
    return response.ok ? 'taken' : refused(response.status) ? 'refused' : 'later';
  } catch {
    return 'later';
  }
}

function post(line: DirectLine, { clientId, text, value }: Unsent): Promise<SendOutcome> {
  const activity = {
    ...saying(clientId, text),
    ...(typeof value === 'object' && value !== null && { value }),
  };
  return new Promise((resolve) => {
    line.postActivity(activity).subscribe(
      (id: string) => resolve(id === 'retry' ? 'later' : 'taken'),
      (error: { readonly status?: number }) => resolve(refused(error.status ?? 0) ? 'refused' : 'later'),
    );
  });
}

const refused = (status: number): boolean => status === 400 || status === 413 || status === 415;

function once(action: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    action();
  };
}
