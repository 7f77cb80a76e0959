import { endOf, type Span } from './span.ts';

const passwordSaid =
  /(?<![\p{L}\p{N}])(?:pass ?word|passwd|passwort|kennwort|mot de passe|contraseña|senha|wachtwoord|pass ?phrase|passcode|pwd|pw|pass)(?:\s{1,9}(?:for|to|of|on)\s{1,9}(?:\w{1,30}\s{1,9}){1,3}?|\s{1,9}(?:i|we)\s{1,9}(?:\w{1,20}\s{1,9}){1,2}?|\s{1,9}and\s{1,9}(?:i|we)\s{1,9}\w{1,20}\s{1,9}(?:it|this|that)(?=\s{0,9}[:=])|\s{1,9})?(\s{0,9}[:=]\s{0,9}|['’]s\s{1,9}|\s{0,9}(?:is|ist|est|es|was|will be|to be|to|->)\s{0,9}:?\s{1,9}|[ \t]{1,9})(?:["'“‘`]([^"'”’`\n]{3,80})["'”’`]|([^\s"'“”]{3,80}))/giu;
// "Tiger77! is my password."
const passwordAfter =
  /(?<![^\s"'“‘])([^\s"'“”‘’[\]]{4,80})["'”’]?\s{1,9}(?:as\s{1,9}|(?:is|was|as)\s{1,9}(?:my|the|our)\s{1,9}(?:\w{1,20}\s{1,9})?)(?:[Pp]ass ?word|[Pp]assphrase|pwd|pw)(?![\p{L}\p{N}])/gu;
// "login: kim@mail.example / Tiger77!"
const afterLogin =
  /\b(?:log-?in|sign-?in|credentials|user(?:name)?)(?:\s{1,9}(?:is|are|was)|\s{0,9}[:=])?\s{1,9}[^\s/:|@]{1,64}@[^\s/:|]{3,100}\s{0,9}[:/|]\s{0,9}([^\s/|]{6,80})/giu;
// A phrase of several words goes to the end of its line.
const phraseSaid = /\bpass ?phrase\s{0,9}[:=]\s{0,9}((?:[^\s?]{1,40}[ \t]){2,15}[^\s?]{1,40})[ \t]*$/gim;
const notSaid = /^(?:forgot|forgotten|lost|wrong|invalid|not|no|never|unknown|does|is|was|what|none|i|my)\b/i;
// What people say about a password instead of saying it.
const said =
  /^(?:wrong|incorrect|invalid|correct|right|fine|good|ok(?:ay)?|weak|strong|too|very|so|not|no|never|always|still|also|already|now|again|just|only|being|been|expired?|locked|blocked|lost|gone|forgotten|unknown|rejected|refused|accepted|denied|changed|reset|resetting|working|safe|secure|unsafe|compromised|leaked|stolen|hacked|same|different|old|new|missing|needed|required|requested|asked|saved|stored|the|a|an|my|your|their|in|on|at|for|from|by|to|and|or|but|because|what|which|where|how|that|this|it|something|nothing|long|short|case|written|unchanged|n\/?a|none|yes|forgot|does|doesn.?t|do|did|didn.?t|will|won.?t|can|can.?t|cannot|has|hasn.?t|have|was|is|isn.?t|failed|fails|stopped|manager|field|page|mail|e-?mails?|link|button|problem|change|recovery|protected)$/i;

// The same in German and Spanish.
const saidAbroad =
  /^(?:falsch|richtig|korrekt|inkorrekt|ungültig|gültig|abgelaufen|gesperrt|vergessen|weg|neu|alt|nicht|nie|kein|geht|wird|wurde|funktioniert|stimmt|zurückgesetzt|geändert|gestohlen|unbekannt|sicher|gleich|immer|noch|leider|angeblich|zu|der|die|das|und|oder|aber|weil|jetzt|incorrect[oa]|correct[oa]|inválid[oa]|invalid[oa]|válid[oa]|erróne[oa]|errone[oa]|equivocad[oa]|mala|nueva|vieja|antigua|olvidada|bloqueada|caducada|vencida|segura|distinta|diferente|la|el|una|que|muy|siempre|nunca|ya|pero|porque|ahora|demasiado)$/iu;

/** Passwords where they are said: "my password is …", "pw: …". */
export function passwords(text: string): readonly Span[] {
  return [...announced(text), ...before(text), ...besideLogins(text), ...phrases(text)];
}

function announced(text: string): readonly Span[] {
  return [...text.matchAll(passwordSaid)].flatMap((match) => {
    const [whole, link = '', quoted, bare] = match;
    const secret = (quoted ?? bare ?? '').replace(/(?<![.,;:!?)\]])[.,;:!?)\]]+$/, '');
    if (secret === '' || secret.startsWith('[removed')) return [];
    const rest = text.slice(match.index + whole.length);
    if (quoted === undefined && !soundsLikePassword(secret, link.trim(), rest)) return [];
    const from = match.index + whole.lastIndexOf(quoted ?? bare ?? '');
    return [{ from, to: from + secret.length }];
  });
}

const before = (text: string): readonly Span[] =>
  [...text.matchAll(passwordAfter)].flatMap((match) => {
    const secret = match[1] ?? '';
    return isMixed(secret) && /\p{L}/u.test(secret) && !isAddressed(secret)
      ? [{ from: match.index, to: match.index + secret.length }]
      : [];
  });

const besideLogins = (text: string): readonly Span[] =>
  [...text.matchAll(afterLogin)].flatMap((match) => {
    const secret = (match[1] ?? '').replace(/(?<![.,;)])[.,;)]+$/, '');
    return isMixed(secret) && /\p{L}/u.test(secret) && !isAddressed(secret) ? [endOf(match, secret)] : [];
  });

const phrases = (text: string): readonly Span[] =>
  [...text.matchAll(phraseSaid)].flatMap((match) => {
    const phrase = match[1] ?? '';
    return notSaid.test(phrase) || phrase.includes('[removed') ? [] : [endOf(match, phrase)];
  });

/** A path, a link or an e-mail address. */
const isAddressed = (secret: string): boolean => /^\p{Ll}+\/|^https?:|@[\w-]+\.\w|\[removed/u.test(secret);

const isMixed = (secret: string): boolean =>
  /\d/.test(secret) || /[^\p{L}\p{N}.,'’-]/u.test(secret) || /\p{Ll}\p{Lu}/u.test(secret);

function soundsLikePassword(secret: string, link: string, rest: string): boolean {
  // "**The password is refused**: …" in a text with marks.
  const word = secret.replace(/(?<![*_])[*_]+$/, '');
  if ((said.test(word) || saidAbroad.test(word)) && !/\d/.test(secret)) return false;
  if (
    secret.length < 3 ||
    (/^\d+$/.test(secret) &&
      /^\s*(?:characters?|letters?|digits?|times?|days?|weeks?|months?|years?|hours?|minutes?)/i.test(rest))
  )
    return false;
  if (isAddressed(secret)) return false;
  const mixed = isMixed(secret);
  if (link === ':' || link === '=') return mixed || rest.trim() === '' || /^\s*[\n,;]/.test(rest);
  if (link === '')
    return (
      /\d/.test(secret) && /[\p{L}\p{S}\p{P}]/u.test(secret) && !/^\d+(?:st|nd|rd|th|x|h|s|%)$/i.test(secret)
    );
  // "I need my password to withdraw" ends like "I changed my password to swordfish".
  return mixed || (link !== 'to' && /^[\s.!)]*$/.test(rest));
}
