import type { Desk } from '../conversation/run-turn.ts';
import type { View } from '../conversation/view.ts';

/** What a turn sees of somebody who is new here: nothing filed, nothing begun. */
export function strangersView(desk: Desk, wanted?: string): View {
  const { lang, say } = desk.phrases(wanted);
  return {
    now: Date.now(),
    zone: desk.settings.zone,
    vouched: undefined,
    mails: false,
    lang,
    desk: desk.settings,
    say,
    knowledge: desk.knowledge,
    types: desk.types,
    typeFinder: desk.typeFinder,
    pinned: undefined,
    own: [],
    histories: new Map(),
    newId: () => '',
  };
}
