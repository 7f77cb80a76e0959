import { serviceLevelOf } from '../work-orders/service-level.ts';
import type { WorkOrderType } from '../work-orders/work-order-type.ts';
import { choice } from './choices.ts';
import type { Command } from './command.ts';
import { contactField, filedValues } from './form.ts';
import { backgroundOf } from './matter.ts';
import { expecting, type Outcome, outcome } from './outcome.ts';
import { mark } from './receipts.ts';
import type { Reply } from './reply.ts';
import type { ConversationState, Form } from './state.ts';
import { subjectOf } from './subject.ts';
import type { View } from './view.ts';

/** Files the form: the commit decides the number and the times, once for this form's id. */
export function fileForm(state: ConversationState, type: WorkOrderType, view: View): Outcome {
  const { form } = state;
  if (!form) return outcome(state);
  const command = fileCommand(state, type, form, view);
  const idle: ConversationState = {
    ...expecting(state, { kind: 'anything' }),
    form: undefined,
    dropped: undefined,
    number: undefined,
    matter: undefined,
    sent: form.id,
  };
  return {
    ...outcome(idle, filedReply(command.id, type, view), {
      kind: 'notice',
      text: view.say('anything-else'),
    }),
    commands: [command],
  };
}

/** The number, what happens next and by when, how to go on, and the type's tip. */
function filedReply(commandId: string, type: WorkOrderType, view: View): Reply {
  const told = {
    number: mark(commandId, 'number'),
    response: mark(commandId, 'response'),
    resolution: mark(commandId, 'resolution'),
  };
  const notes = [view.say('filed.track', told), ...(type.tip === undefined ? [] : [type.tip])];
  return {
    kind: 'filed',
    text: [view.say('filed', told), ...notes].join('\n\n'),
    card: {
      kind: 'work-order',
      number: told.number,
      title: type.title,
      status: view.say('status.new'),
      facts: [
        { label: view.say('status.first-response'), value: told.response },
        { label: view.say('status.resolution'), value: told.resolution },
      ],
      notes,
    },
    choices: [choice(view.say('choice.status'), { kind: 'command', name: 'status' })],
  };
}

function fileCommand(state: ConversationState, type: WorkOrderType, form: Form, view: View): Command {
  const fields = filedValues(type, form);
  const address = fields[contactField(type)?.id ?? ''];
  const priority = state.matter?.person === true ? 'urgent' : type.priority;
  return {
    kind: 'file',
    id: `file:${form.id}`,
    formId: form.id,
    type: type.id,
    typeTitle: type.deskTitle ?? type.title,
    typeHash: form.typeHash,
    queue: type.queue,
    priority,
    serviceLevel: serviceLevelOf(type, priority),
    subject: subjectOf(type, fields, form),
    fields,
    background: backgroundOf(state, form, view),
    ...(address !== undefined && { contact: { address, vouched: isVouched(address, view) } }),
  };
}

const isVouched = (address: string, { vouched }: View): boolean =>
  vouched !== undefined && vouched.toLowerCase() === address.toLowerCase();
