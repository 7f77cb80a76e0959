import { type Activity, ConnectionStatus, DirectLine } from 'botframework-directlinejs';
import type { SendFiles } from './attach.ts';
import type { SendOutcome, Unsent } from './outbox.ts';
import type { Session } from './session.ts';
import { isRefused, uploadFiles } from './upload.ts';
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
  readonly upload: SendFiles;
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
    upload: ({ clientId }, files, progress) => uploadFiles(session, saying(clientId, ''), files, progress),
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

function post(line: DirectLine, { clientId, text, value }: Unsent): Promise<SendOutcome> {
  const activity = {
    ...saying(clientId, text),
    ...(typeof value === 'object' && value !== null && { value }),
  };
  return new Promise((resolve) => {
    line.postActivity(activity).subscribe(
      (id: string) => resolve(id === 'retry' ? 'later' : 'taken'),
      (error: { readonly status?: number }) => resolve(isRefused(error.status ?? 0) ? 'refused' : 'later'),
    );
  });
}

function once(action: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    action();
  };
}
