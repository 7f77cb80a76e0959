import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { RunTurn } from './conversation/run-turn.ts';
import type { Health } from './storage/health.ts';

export interface Metrics {
  /** The same turns, counted and timed. */
  readonly measured: (runTurn: RunTurn) => RunTurn;
  /** In the text format of Prometheus; asks the database. */
  readonly text: () => Promise<string>;
  readonly contentType: string;
}

export interface Measurable {
  readonly health: Health;
  readonly revision: () => string;
}

/** Figures for an operator's dashboard: nobody's texts, names or numbers. */
export function createMetrics({ health, revision }: Measurable): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  gauges(registry, health, revision);
  const turns = turnMetrics(registry);
  return {
    measured: (runTurn) => async (message) => {
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
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
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

/** A conversation's id begins with its channel's. */
const channelOf = (conversationId: string): string => conversationId.split('/')[0] ?? '';
