import type { Command } from 'commander';
import { addDeliveries } from './deliveries.ts';
import { addExport, addList, addShow } from './reading.ts';
import { addAsk, addClose, addReply, addResolve, addTake } from './writing.ts';

/** The staff's work from the terminal: the same as the staff API, on the same database. */
export function addWorkOrders(program: Command): void {
  const group = program.command('work-orders').description('work the work orders from the terminal');
  const commands = [
    addList,
    addShow,
    addTake,
    addReply,
    addAsk,
    addResolve,
    addClose,
    addExport,
    addDeliveries,
  ];
  for (const add of commands) add(group);
}
