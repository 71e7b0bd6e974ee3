/**
 * What links may tie together (NUMBERS, 4.3). A link that more records hold than its bound ties nobody, so that nothing that is accepted
 * makes a set of statements that has to be folded at once without end. Every bound counts what is active at the cut, so that whether it
 * holds is a function of the statements alone, like all else that is folded.
 */
export interface LinkBounds {
  /** Active records of one source that name one record in `sameAs`. */
  readonly recordsPerTarget: number;
  /** Active records of one identity by worker and day, and as many again that join it by `sameAs`. */
  readonly recordsPerIdentity: number;
  /** Cases that share an accident name, and cases of a chain of names. */
  readonly casesPerAccident: number;
  /** Active records that give one accident name: a source may report a victim by a case and by a claim. */
  readonly recordsPerName: number;
}

/** `recordsPerTarget` and `casesPerAccident` are the contract's (NUMBERS 4.3), the other two those of decision 0014. */
export const linkBounds: LinkBounds = {
  recordsPerTarget: 1_000,
  recordsPerIdentity: 5_000,
  casesPerAccident: 5_000,
  recordsPerName: 10_000,
};

/** The bounds together with what the statements at hand cannot show: links that the journal knows to be beyond them. */
export interface LinkLimits {
  readonly bounds: LinkBounds;
  /** Keys (see `links.ts`) of links that are beyond their bound, though not all of their records are among the statements. */
  readonly overfull: ReadonlySet<bigint>;
}

/** For a set of statements that holds every record of its links. */
export const defaultLimits: LinkLimits = { bounds: linkBounds, overfull: new Set() };
