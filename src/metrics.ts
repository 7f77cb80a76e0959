import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { RunTurn } from './conversation/run-turn.ts';
import type { TurnStore } from './conversation/stores.ts';
import type { Health } from './storage/health.ts';

export interface Metrics {
  /** The same turns, counted and timed. */
  readonly measuredTurns: (runTurn: RunTurn) => RunTurn;
  /** The same store; what is committed to it is counted. */
  readonly measuredStore: (store: TurnStore) => TurnStore;
  /** From now on also what is kept, and what answers. */
  readonly watch: (watched: Watched) => void;
  /** In the text format of Prometheus; asks the database. */
  readonly text: () => Promise<string>;
  readonly contentType: string;
}

/** What is read anew each time that somebody asks. */
export interface Watched {
  readonly health: Pick<Health, 'workOrders' | 'deliveries'>;
  readonly revision: () => string;
  /** How many deliveries nobody makes. */
  readonly overdue: () => Promise<number>;
}

/**
 * Figures for an operator's dashboard: nobody's texts, names or numbers.
 *
 * @param channels those told apart; a channel may call itself anything, and each name is a series for ever
 */
export function createMetrics(channels: readonly string[]): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const turns = turnMetrics(registry);
  let readAnew = async (): Promise<void> => undefined;
  const channelOf = (conversationId: string): string => {
    const channel = conversationId.split('/')[0] ?? '';
    return channels.includes(channel) ? channel : 'other';
  };
  return {
    measuredTurns: (runTurn) => async (message) => {
      const done = turns.begin(channelOf(message.conversationId));
      try {
        const replies = await runTurn(message);
        done(replies[0]?.kind ?? 'silent');
        return replies;
      } catch (error) {
        done('failed');
        throw error;
      }
    },
    measuredStore: storeMetrics(registry),
    watch: (watched) => {
      readAnew = gauges(registry, watched);
    },
    text: async () => {
      await readAnew();
      return registry.metrics();
    },
    contentType: registry.contentType,
  };
}

function storeMetrics(registry: Registry): Metrics['measuredStore'] {
  const registers = [registry];
  const confidence = new Histogram({
    name: 'firstline_answer_confidence',
    help: 'How sure the desk was of its best article, by what it did',
    labelNames: ['outcome'],
    buckets: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1],
    registers,
  });
  const forms = new Counter({
    name: 'firstline_forms_total',
    help: 'Forms opened and filed, by type',
    labelNames: ['type', 'event'],
    registers,
  });
  return (store) => ({
    ...store,
    // Told once for each form: when it opens.
    pinType: async (type) => {
      await store.pinType(type);
      forms.inc({ type: type.id, event: 'opened' });
    },
    commit: async (turn) => {
      const outcome = await store.commit(turn);
      if (outcome.kind !== 'committed') return outcome;
      for (const asked of turn.questions) confidence.observe({ outcome: asked.outcome }, asked.confidence);
      for (const command of turn.commands)
        if (command.kind === 'file') forms.inc({ type: command.type, event: 'filed' });
      return outcome;
    },
  });
}

function turnMetrics(registry: Registry) {
  const labelNames = ['channel', 'outcome'] as const;
  const registers = [registry];
  const count = new Counter({
    name: 'firstline_turns_total',
    help: 'Turns by channel and by what the first reply was',
    labelNames,
    registers,
  });
  const seconds = new Histogram({
    name: 'firstline_turn_seconds',
    help: 'From the message to the committed replies',
    labelNames: ['channel'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 15],
    registers,
  });
  const begin = (channel: string) => {
    const stop = seconds.startTimer({ channel });
    return (outcome: string): void => {
      stop();
      count.inc({ channel, outcome });
    };
  };
  return { begin };
}

/** Gives how to read them anew. */
function gauges(registry: Registry, { health, revision, overdue }: Watched): () => Promise<void> {
  const gauge = <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
    new Gauge({ name, help, labelNames, registers: [registry] });
  const up = gauge(
    'firstline_database_up',
    '1 while the database answers; 0 leaves out what is read from it',
  );
  const workOrders = gauge('firstline_work_orders', 'Work orders by status', 'status');
  const deliveries = gauge(
    'firstline_deliveries',
    'Outbox rows that wait, timers of later days among them, and those given up',
    'state',
  );
  const late = gauge(
    'firstline_deliveries_overdue',
    'Outbox rows that nobody made for minutes after their time',
  );
  const knowledge = gauge(
    'firstline_knowledge_info',
    '1 for the revision of the knowledge folder that answers now',
    'revision',
  );
  const readKept = async (): Promise<void> => {
    const [byStatus, byState, count] = await Promise.all([
      health.workOrders(),
      health.deliveries(),
      overdue(),
    ]);
    for (const [status, count] of byStatus) workOrders.set({ status }, count);
    for (const [state, count] of Object.entries(byState)) deliveries.set({ state }, count);
    late.set(count);
    up.set(1);
  };
  return async () => {
    for (const one of [workOrders, deliveries, late, knowledge]) one.reset();
    knowledge.set({ revision: revision() }, 1);
    await readKept().catch(() => {
      // Without a value 0 would be told: of a gauge without labels.
      late.remove();
      up.set(0);
    });
  };
}
