/** A field of a work-order type, as its file declares it (front matter, kebab-case keys made camelCase). */
interface FieldBase {
  readonly id: string;
  readonly label: string;
  readonly prompt: string;
  readonly hint?: string;
  /** What the team needs it for. */
  readonly why?: string;
  readonly example?: string;
  readonly required: boolean;
  /** Kept out of cards, mail and exports to others than staff. */
  readonly sensitive: boolean;
  /** Asked only while each named field has one of the given values. */
  readonly when: Readonly<Record<string, readonly string[]>>;
}

export interface Choice {
  readonly value: string;
  readonly label: string;
  /** Other ways in which people say it. */
  readonly synonyms?: readonly string[];
}

/** Other ways in which people say yes and no to a field: "my coins are gone", "nothing was taken". */
export interface YesNoSynonyms {
  readonly yes: readonly string[];
  readonly no: readonly string[];
}

export type Network = 'bitcoin' | 'evm' | 'tron' | 'solana' | 'any';

export type Field =
  | (FieldBase & {
      readonly kind: 'text' | 'paragraph';
      readonly minLength: number;
      readonly maxLength: number;
      readonly pattern?: { readonly source: string; readonly message: string };
    })
  | (FieldBase & { readonly kind: 'choice'; readonly choices: readonly Choice[] })
  | (FieldBase & { readonly kind: 'yes-no'; readonly synonyms?: YesNoSynonyms })
  | (FieldBase & { readonly kind: 'phone' | 'url' | 'address' })
  /** `contact`: where the desk writes to about the work order. */
  | (FieldBase & { readonly kind: 'email'; readonly contact?: true })
  | (FieldBase & { readonly kind: 'date' | 'date-time'; readonly past: boolean })
  | (FieldBase & { readonly kind: 'amount'; readonly currencies: readonly string[] })
  | (FieldBase & {
      readonly kind: 'number';
      readonly min?: number;
      readonly max?: number;
      /** Other names of what is counted. */
      readonly synonyms?: readonly string[];
    })
  | (FieldBase & { readonly kind: 'transaction-id'; readonly network: Network })
  | (FieldBase & { readonly kind: 'attachment'; readonly maxCount: number; readonly maxBytes: number });

/**
 * A normalised value. Text kinds: trimmed text. choice: the choice's value. yes-no: "yes" or "no".
 * date: YYYY-MM-DD. date-time: ISO 8601 with offset, or the day alone where no time was said.
 * amount: "0.5 BTC". number: decimal text.
 * attachment: upload ids joined by a comma.
 */
export type FieldValue = string;

/** What one message gave for one field: `source` is the words it was read from. */
export interface Filled {
  readonly value: FieldValue;
  readonly source: string;
  /** True until the requester has seen and confirmed it. */
  readonly guess: boolean;
}
