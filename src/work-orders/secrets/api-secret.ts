import { isAddress } from '../fields/address.ts';
import { endOf, type Span, spansOf } from './span.ts';

const knownSecrets =
  /(?<![A-Za-z0-9])(?:(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{16,}|sk-[A-Za-z0-9_-]{20,}|gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{30,}|(?:AKIA|ASIA)[A-Z0-9]{16}|xox[abprs]-[A-Za-z0-9-]{10,}|eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]+|AIza[\w-]{35}|glpat-[\w-]{20,}|npm_[A-Za-z0-9]{36}|hf_[A-Za-z0-9]{30,}|SG\.[\w-]{16,}\.[\w-]{16,}|\d{8,10}:[A-Za-z0-9_-]{35})(?![A-Za-z0-9])/g;
const apiSaid =
  /(?<![A-Za-z0-9])(?:(?:api|client|app|consumer|webhook|(?:secret[\s_-]*)?access)[\s_-]*(?:secret|key|token)(?:[\s_-]*key)?|(?:auth|bearer|session|refresh)[\s_-]*token|bearer|secret|token)(?:\s{0,9}[:=]\s{0,9}|\s{1,9}(?:is|was)\s{0,9}:?\s{1,9}|\s{1,9})["'“`]?([A-Za-z0-9_+/=.~-]{16,200})/gi;

/** postgres://desk:<password>@host */
const inAddress = /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/@]{1,100}:([^\s@/[]{1,200})@/gi;

/** Only what has digits and letters: "API secretmanagement" is no secret; addresses and hex ids of a chain are none either. */
export function apiSecrets(text: string): readonly Span[] {
  const announced = [...text.matchAll(apiSaid)]
    .filter(
      (match) => /\d/.test(match[1] ?? '') && /[A-Za-z]/.test(match[1] ?? '') && !isOnChain(match[1] ?? ''),
    )
    .map((match) => endOf(match, (match[1] ?? '').replace(/(?<![.])[.]+$/, '')));
  const inAddresses = [...text.matchAll(inAddress)].map((match) => endOf(match, match[1] ?? ''));
  return [...spansOf(text, knownSecrets), ...announced, ...inAddresses];
}

/** A token of a chain has an address too. */
const isOnChain = (run: string): boolean => /^0x(?:[0-9a-f]{40}|[0-9a-f]{64})$/i.test(run) || isAddress(run);
