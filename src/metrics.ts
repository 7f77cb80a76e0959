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
  readonly watch: (health: Health, revision: () => string) => void;
  /** In the text format of Prometheus; asks the database. */
  readonly text: () => Promise<string>;
  readonly contentType: string;
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
    watch: (health, revision) => gauges(registry, health, revision),
    text: () => registry.metrics(),
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

function gauges(registry: Registry, health: Health, revision: () => string): void {
  const registers = [registry];
  new Gauge({
    name: 'firstline_work_orders',
    help: 'Work orders by status',
    labelNames: ['status'],
    registers,
    async collect() {
      this.reset();
      for (const [status, count] of await health.workOrders()) this.set({ status }, count);
    },
  });
  new Gauge({
    name: 'firstline_deliveries',
    help: 'Outbox rows that wait, and those given up',
    labelNames: ['state'],
    registers,
    async collect() {
      for (const [state, count] of Object.entries(await health.deliveries())) this.set({ state }, count);
    },
  });
  new Gauge({
    name: 'firstline_knowledge',
    help: '1 for the revision of the knowledge folder that answers now',
    labelNames: ['revision'],
    registers,
    collect() {
      this.reset();
      this.set({ revision: revision() }, 1);
    },
  });
}
