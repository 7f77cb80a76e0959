import { baseForm } from './irregular-words.ts';
import { porterStem } from './porter-stemmer.ts';

/**
 * Everyday English words that people exchange for one another when they ask a desk for something, as
 * groups. General vocabulary: what a desk calls its own things belongs into the synonyms of its desk.md.
 */
const groups = `
  buy purchase order acquire; cost price fee charge expense; cheap inexpensive affordable;
  big large huge; small little tiny; fast quick quickly rapid speedy; slow delay delayed late overdue;
  begin start commence initiate; end finish stop cease terminate quit; cancel abort revoke undo;
  delete remove erase clear; add include insert attach append; change alter modify edit update adjust;
  fix repair mend resolve solve; broken damaged faulty defective malfunction;
  problem issue trouble difficulty; fail failed failure unsuccessful;
  decline declined reject refuse deny; work function operate; help assist aid assistance;
  explain clarify describe; show display view see; find locate search look;
  lose lost missing misplaced misplace; disappear vanish gone missing; steal stolen theft thief robbed;
  get receive obtain; send transmit forward; deliver ship dispatch delivery; arrive come reach arrival;
  give provide supply offer; keep hold retain store; money cash funds; pay payment;
  refund reimburse repay reimbursement; bill invoice; increase raise boost higher;
  decrease reduce lower; limit maximum cap most; minimum least; allow permit let allowed;
  block freeze suspend disable lock; unlock unblock unfreeze restore reactivate; activate enable;
  check verify confirm validate verification; identity identification id; document paper paperwork;
  password passcode passphrase; phone telephone mobile cellphone smartphone cell;
  computer laptop pc desktop; email mail; message text sms; call ring dial; talk speak chat;
  person human agent representative operator; account profile; app application; website site webpage;
  country nation; abroad foreign overseas international;
  now currently immediately; number amount quantity; reason why cause;
  way method; choose select pick; want wish would; need require must necessary; ask request inquire;
  answer reply respond response; join register enroll signup; close shut; old former previous;
  new recent latest; replace substitute replacement; exchange swap convert conversion; same identical;
  twice double duplicate two; again repeat; wrong incorrect mistake mistaken error;
  correct right accurate proper; recognize recognise know; strange unknown unfamiliar;
  hack compromise breach fraud scam fraudulent; safe secure security; happy glad pleased;
  complain complaint unhappy unsatisfied dissatisfied; alert notify notification;
  mean meaning define definition;
  loan borrow lend; debt owe; withdraw withdrawal; use utilize using; permitted possible able can; forget forgot remember;
  everyone everybody all; often frequently regularly; total sum overall; list enumerate;
  own possess belong; time hour clock; today tonight; date day; place location where; long duration;
  person someone somebody; picture photo image photograph; sign signature;
  code pin; access login signin log; connect link connection; device gadget; error bug glitch;
  wait pending waiting; reach contact; return back`;

const concepts = new Map<string, readonly string[]>();
for (const [index, group] of groups.split(';').entries()) {
  const stems = new Set(
    group
      .trim()
      .split(/\s+/u)
      .map((word) => porterStem(baseForm(word))),
  );
  for (const stem of stems) concepts.set(stem, [...(concepts.get(stem) ?? []), `~${index}`]);
}

/** The groups that a stem stands in; "~" and a number, so no word's twin. */
export function everydayConcepts(stem: string): readonly string[] {
  return concepts.get(stem) ?? [];
}
