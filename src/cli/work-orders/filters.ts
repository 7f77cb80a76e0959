import { type Command, Option } from 'commander';
import { type Priority, priorities, type Status, statuses } from '../../work-orders/work-order.ts';
import { UsageError } from '../usage-error.ts';

const sorts = ['newest', 'oldest', 'due'] as const;

/** What the options of a list say. */
export interface FilterOptions {
  readonly status?: string;
  readonly queue?: string;
  readonly priority?: string;
  readonly type?: string;
  readonly assignee?: string;
  readonly requester?: string;
  readonly overdue?: boolean;
  readonly search?: string;
  readonly sort: (typeof sorts)[number];
}

/** The same for lists and exports. */
export const withFilters = (command: Command): Command =>
  command
    .option('--status <list>', `split by commas: ${statuses.join(', ')}`)
    .option('--queue <list>', 'queues, split by commas')
    .option('--priority <list>', `split by commas: ${priorities.join(', ')}`)
    .option('--type <list>', 'types by their ids, split by commas')
    .option('--assignee <list>', 'names, split by commas; `none` is what nobody has taken')
    .option('--requester <id>', 'who filed it')
    .option('--overdue', 'only what is past a due time')
    .option('--search <words>', 'words of the number, the subject, comments and fields')
    .addOption(new Option('--sort <order>', 'which come first').choices(sorts).default('newest'));

/** As the store takes them. Throws UsageError on a status or priority that is none. */
export function filterOf(options: FilterOptions) {
  const { queue, type, assignee, requester, overdue, search } = options;
  return {
    status: chosen<Status>('--status', statuses, options.status),
    priority: chosen<Priority>('--priority', priorities, options.priority),
    queue: listed(queue),
    type: listed(type),
    assignee: listed(assignee),
    requester,
    overdue,
    q: search,
  };
}

const listed = (given: string | undefined): readonly string[] | undefined =>
  given?.split(',').map((one) => one.trim());

function chosen<Value extends string>(
  option: string,
  known: readonly Value[],
  given: string | undefined,
): readonly Value[] | undefined {
  return listed(given)?.map((one) => {
    const found = known.find((value) => value === one);
    if (found === undefined)
      throw new UsageError(`${option}: unexpected "${one}", expected ${known.join(', ')}.`);
    return found;
  });
}
