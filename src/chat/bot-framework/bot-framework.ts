import type { Limits } from '../../http/limits.ts';
import type { HttpServer } from '../../http/server.ts';
import type {
  AnswerStore,
  ChatLog,
  HandoffStore,
  Phrases,
  ReferenceStore,
  TakeMessage,
  UploadStore,
} from '../ports.ts';
import type { References } from './channel-reference.ts';
import type { DeskAdapter } from './desk-adapter.ts';
import type { HandOver } from './hand-over.ts';
import type { BotRegistration } from './registration.ts';
import type { Speaker } from './speaker.ts';

/** What Bot Framework channels need from the rest of the house. */
export interface BotFrameworkOptions {
  readonly server: HttpServer;
  readonly takeMessage: TakeMessage;
  readonly references: ReferenceStore;
  readonly uploads: UploadStore;
  readonly handoffs: HandoffStore;
  readonly answers: AnswerStore;
  /** Channels behind which people take over. Default none. */
  readonly handoffChannels?: readonly string[];
  readonly phrases: Phrases;
  readonly log: ChatLog;
  readonly newId: () => string;
  /** Epoch ms. */
  readonly now: () => number;
  /** Undefined: no token is asked for, and only this machine is heard. */
  readonly registration: BotRegistration | undefined;
  /** How long a channel waits for its answer, ms; what takes longer is sent afterwards. Default: see `patience`. */
  readonly patienceMs?: number;
  /** How long a call to a channel may take, ms. Default: see `patience`. */
  readonly silenceMs?: number;
  /** Pauses before further tries of an answer that its channel was told to wait for, ms. Default: see `patience`. */
  readonly lateMs?: readonly number[];
  readonly limits: Pick<Limits, 'said'>;
}

/** The same, with what is made of it once and shared. */
export interface ChannelTurnsOptions extends Omit<BotFrameworkOptions, 'references'> {
  readonly references: References;
  readonly speaker: Speaker;
  readonly handOver: HandOver;
  readonly adapter: () => Promise<DeskAdapter>;
}
