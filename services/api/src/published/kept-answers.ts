/**
 * Live answers that were worked out already, within a bound of bytes: whoever asks the same question while nothing was published has the same
 * answer again for one short statement. A question that was never asked before costs nothing more.
 */

export interface KeptAnswers<Answer> {
  /** The answer to the question of what is published now: the one that is kept, or what `make` makes of it. */
  get(question: string, make: () => Promise<Made<Answer>>): Promise<Answer>;
}

export interface Made<Answer> {
  readonly answer: Answer;
  /** Of what it was read from (`publishedVersionOf`); null: it is not kept. */
  readonly version: string | null;
  /** About what it takes in memory. */
  readonly bytes: number;
}

export interface KeptAnswersOptions {
  /** The version of what is published now. */
  readonly readVersion: () => Promise<string | null>;
  readonly bytesMax: number;
}

export function createKeptAnswers<Answer>({ readVersion, bytesMax }: KeptAnswersOptions): KeptAnswers<Answer> {
  // A map keeps the order in which keys were set: the first is the one that was used longest ago.
  const kept = new Map<string, Made<Answer>>();
  let bytes = 0;

  const forget = (question: string) => {
    bytes -= kept.get(question)?.bytes ?? 0;
    kept.delete(question);
  };
  const keep = (question: string, made: Made<Answer>) => {
    forget(question);
    if (made.version === null || made.bytes > bytesMax) return;
    kept.set(question, made);
    bytes += made.bytes;
    for (const [oldest] of kept) if (bytes > bytesMax) forget(oldest);
  };

  return {
    async get(question, make) {
      const known = kept.get(question);
      if (known !== undefined && known.version === (await readVersion())) {
        keep(question, known);
        return known.answer;
      }
      const made = await make();
      keep(question, made);
      return made.answer;
    },
  };
}
