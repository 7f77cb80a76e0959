import type { ActivityLog, AppendedActivity } from '../ports.ts';
import { type LogEntry, readEntry, type ShownActivity } from './log-entry.ts';

/** Activities after a watermark, and the watermark that they lead to. */
export interface ActivitySet {
  readonly activities: readonly ShownActivity[];
  readonly watermark: string;
}

export interface Watcher {
  /** The log has more: read on from where you are. */
  readonly changed: () => void;
  /** Shown now and kept nowhere: typing. */
  readonly passing: (activity: ShownActivity) => void;
}

/**
 * The log as clients read it, whichever server wrote it. Sockets are only told that there is more, so they
 * can neither miss nor reorder.
 */
export interface Feed {
  readonly append: (
    conversationId: string,
    entry: LogEntry,
    id: string,
    processed: boolean,
  ) => Promise<AppendedActivity>;
  readonly since: (conversationId: string, watermark: number) => Promise<ActivitySet>;
  readonly exists: (conversationId: string) => Promise<boolean>;
  readonly watch: (conversationId: string, watcher: Watcher) => () => void;
  readonly pass: (conversationId: string, activity: ShownActivity) => void;
  /** Hears no more of what other servers write. */
  readonly close: () => void;
}

export function createFeed(log: ActivityLog): Feed {
  const watchers = new Map<string, Set<Watcher>>();
  const of = (conversationId: string): readonly Watcher[] => [...(watchers.get(conversationId) ?? [])];
  const close = log.onLogged((conversationId) => {
    const concerned =
      conversationId === undefined ? [...watchers.values()].flatMap((set) => [...set]) : of(conversationId);
    for (const watcher of concerned) watcher.changed();
  });
  return {
    append: async (conversationId, entry, id, processed) => {
      const appended = await log.append(conversationId, JSON.stringify(entry), { id, processed });
      for (const watcher of of(conversationId)) watcher.changed();
      return appended;
    },
    since: async (conversationId, watermark) => {
      const logged = await log.since(conversationId, watermark);
      const activities = logged.flatMap(({ activity }) => readEntry(activity).shown ?? []);
      return { activities, watermark: String(logged.at(-1)?.sequence ?? watermark) };
    },
    exists: log.exists,
    watch: (conversationId, watcher) => {
      const set = watchers.get(conversationId) ?? new Set();
      watchers.set(conversationId, set.add(watcher));
      return () => {
        set.delete(watcher);
        if (set.size === 0) watchers.delete(conversationId);
      };
    },
    pass: (conversationId, activity) => {
      for (const watcher of of(conversationId)) watcher.passing(activity);
    },
    close,
  };
}
