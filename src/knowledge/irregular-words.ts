/**
 * English forms that no suffix rule reaches, as `form base`. Verbs people report troubles with, first of
 * all: a stemmer keeps "sent" and "send" apart, and half of a desk's questions are in the past tense.
 */
const forms = `
  began begin, begun begin, bought buy, broke break, broken break, brought bring, built build, came come,
  became become, caught catch, chose choose, chosen choose, did do, does do, done do, drawn draw, drew draw,
  fallen fall, fell fall, felt feel, forgot forget, forgotten forget, found find, froze freeze,
  frozen freeze, gave give, given give, gone go, got get, gotten get, grew grow, grown grow, had have,
  has have, held hold, hid hide, hidden hide, kept keep, knew know, known know, left leave, lost lose,
  made make, meant mean, met meet, paid pay, ran run, said say, sat sit, saw see, seen see, sent send,
  shown show, slept sleep, sold sell, spent spend, spoke speak, spoken speak, stole steal, stolen steal,
  stood stand, stuck stick, taken take, took take, taught teach, thought think, threw throw, thrown throw,
  told tell, understood understand, went go, withdrawn withdraw, withdrew withdraw, woke wake, won win,
  wore wear, worn wear, written write, wrote write,
  am be, are be, been be, is be, was be, were be,
  arent isnt, wasnt isnt, werent isnt, cannot cant, couldnt cant, didnt dont, doesnt dont, hadnt havent,
  hasnt havent, wouldnt wont,
  best good, better good, worse bad, worst bad, children child, people person`;

const bases: ReadonlyMap<string, string> = new Map(
  forms.split(',').map((pair) => {
    const [form = '', base = ''] = pair.trim().split(' ');
    return [form, base];
  }),
);

/** The base of an irregular form; any other word as it is. */
export function baseForm(word: string): string {
  return bases.get(word) ?? word;
}
