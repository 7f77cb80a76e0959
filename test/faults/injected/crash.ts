import { type CrashPoint, crashPoints } from './crash-points.ts';
import { type Listener, listenToStatements, type Statement } from './statements.ts';

/** Gives how to name the point at which this process kills itself; undefined: nowhere. */
export function crashing(): (label: string | undefined) => void {
  let point: CrashPoint | undefined;
  /** Connections in a transaction, and whether it holds the statement that the point is about. */
  const transactions = new WeakMap<object, { reached: boolean }>();
  const fits = ({ sql, parameters }: Statement): boolean =>
    point?.sql.test(sql) === true && (point.about?.test(JSON.stringify(parameters)) ?? true);

  const listener: Listener = {
    before: (statement) => {
      if (point?.when === 'before' && fits(statement)) die();
    },
    after: (statement) => {
      const { connection, sql } = statement;
      if (/^\s*(begin|start transaction)/i.test(sql)) transactions.set(connection, { reached: false });
      const transaction = transactions.get(connection);
      if (fits(statement)) {
        if (point?.when === 'after' || (point?.when === 'committed' && transaction === undefined)) die();
        if (transaction !== undefined) transaction.reached = true;
      }
      if (!/^\s*(commit|rollback)\b(?! to)/i.test(sql)) return;
      if (/^\s*commit/i.test(sql) && point?.when === 'committed' && transaction?.reached) die();
      transactions.delete(connection);
    },
  };
  listenToStatements(listener);
  return (label) => {
    point = label === undefined ? undefined : crashPoints[label];
    if (label !== undefined && point === undefined) throw new Error(`There is no crash point "${label}"`);
  };
}

function die(): void {
  process.kill(process.pid, 'SIGKILL');
}
