/** How much a run of the bench measures: three sizes, chosen by an option of the command line. */

export interface BenchScale {
  /** Whether a goal of a figure is about so much. */
  readonly hasGoals: boolean;
  readonly rounds: number;
  /** Events of one round of the ingest endpoint; a tenth of them are sent one by one. */
  readonly ingestEvents: number;
  /** Statements folded, from the smallest size up: the smaller ones in rounds, the last one once. Reads are of the last one's cases. */
  readonly foldSizes: readonly number[];
  /** Of the sizes, which are made anew by a rebuild as well. */
  readonly rebuildMax: number;
  readonly kafkaStatements: number;
  /** Requests of each kind, and callers at once. */
  readonly requests: number;
  readonly callers: number;
  /** Past cuts requested for the first time. */
  readonly pastCuts: number;
  /** Statements of the burst that says how much the program takes, and seconds at each share of it. */
  readonly burstStatements: number;
  readonly loadSeconds: number;
}

const quick: BenchScale = {
  hasGoals: false,
  rounds: 1,
  ingestEvents: 1_000,
  foldSizes: [600, 2_000],
  rebuildMax: 600,
  kafkaStatements: 600,
  requests: 4,
  callers: 3,
  pastCuts: 1,
  burstStatements: 500,
  loadSeconds: 1,
};

const standard: BenchScale = {
  hasGoals: true,
  rounds: 3,
  ingestEvents: 40_000,
  foldSizes: [10_000, 100_000, 1_000_000],
  rebuildMax: 100_000,
  kafkaStatements: 100_000,
  requests: 40,
  callers: 20,
  pastCuts: 5,
  burstStatements: 30_000,
  loadSeconds: 8,
};

/** One round each, and ten million statements. */
const full: BenchScale = { ...standard, rounds: 1, foldSizes: [100_000, 1_000_000, 10_000_000], rebuildMax: 10_000_000 };

export const scales = { quick, standard, full } as const;
