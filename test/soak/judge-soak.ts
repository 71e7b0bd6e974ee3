/**
 * What a soak must have held:
 *
 *   sending   every event that was acknowledged stands in the log, and nothing that was not sent; where the ingest endpoint does not answer 200
 *             it is gone or answers 503
 *   reading   every answer that was read is the naive model's at its own watermark: no read saw half a correction
 *   moving    cases that only move between regions are as many, over all regions, as there are records of them at that watermark
 *   again     an answer asked for again with its watermark, in whatever later life, was the same bytes (seen while reading)
 *   onwards   a live answer is never older than one that was there when it was asked for, whoever gave it (seen while reading)
 *   instants  an instant is the watermark that the log's stamps say
 */
import { searchOf } from "../generators/naive-counts.ts";
import { recountOf } from "./recount.ts";
import type { SoakEvidence } from "./run-soak.ts";
import { polledRequests } from "./soak-reader.ts";

export interface SoakReport {
  readonly kills: Readonly<Record<string, number>>;
  /** Events, by id. */
  readonly sent: number;
  readonly acknowledged: number;
  /** Statements in the log, repetitions included, and the records they are of. */
  readonly logged: number;
  readonly records: number;
  /** Injured in the last answer. */
  readonly counted: number;
  readonly responses: number;
  readonly watermarks: number;
  readonly instants: number;
  readonly requestedAgain: number;
  /** Requests of senders that brought no answer, by status. */
  readonly failures: Readonly<Record<string, number>>;
  readonly longestSilenceMs: number;
  readonly longestStandstillMs: number;
  readonly breaches: readonly string[];
}

export function judgeSoak(evidence: SoakEvidence): SoakReport {
  const { kills, sender, reader, log } = evidence;
  const last = reader.seen.findLast(({ countQuery, asOf }) => countQuery === polledRequests[0] && asOf === null);
  return {
    kills,
    sent: sender.sent.size,
    acknowledged: sender.acknowledged.size,
    logged: log.statements.length,
    records: new Set(log.statements.map(({ statement }) => `${statement.source} ${statement.subject}`)).size,
    counted: Object.values(last?.counts ?? {}).reduce((sum, count) => sum + count, 0),
    responses: reader.seen.length,
    watermarks: new Set(reader.seen.map(({ watermark }) => watermark)).size,
    instants: reader.seen.filter(({ asOf }) => asOf !== null).length,
    requestedAgain: reader.reasked(),
    failures: sender.failures,
    longestSilenceMs: sender.longestSilenceMs(),
    longestStandstillMs: reader.longestStandstillMs(),
    breaches: [...reader.breaches, ...breachesOfSending(evidence), ...breachesOfReading(evidence)],
  };
}

function breachesOfSending({ sender: { sent, acknowledged, failures }, log: { statements } }: SoakEvidence): string[] {
  const logged = new Set(statements.map(({ statement }) => statement.id));
  return [
    ...Object.keys(failures)
      .filter((status) => status !== "gone" && status !== "503")
      .map((status) => `the door answered ${status}`),
    ...[...acknowledged].filter((id) => !logged.has(id)).map((id) => `${id} was acknowledged and is not in the log`),
    ...[...sent].filter((id) => !acknowledged.has(id)).map((id) => `${id} was never acknowledged`),
    ...[...logged].filter((id) => id === null || !sent.has(id)).map((id) => `${id} is in the log and was never sent`),
  ];
}

function breachesOfReading({ reader: { seen }, log }: SoakEvidence): string[] {
  const recount = recountOf(log, polledRequests);
  const weight = (watermark: string) => watermark.split(",").reduce((sum, pair) => sum + Number(pair.split(":")[1] ?? 0), 0);
  return seen
    .toSorted((a, b) => weight(a.watermark) - weight(b.watermark))
    .flatMap(({ countQuery, watermark, asOf, counts }) => {
      const requested = `${countQuery === null ? "movers" : searchOf(countQuery)} at ${asOf ?? watermark}`;
      const breaches: string[] = [];
      if (asOf !== null && recount.watermarkOf(asOf) !== watermark)
        breaches.push(`${requested}: the watermark is ${recount.watermarkOf(asOf)}`);
      const expected = recount.at(watermark, countQuery);
      const cells = [...new Set([...Object.keys(counts), ...Object.keys(expected)])].filter((cell) => counts[cell] !== expected[cell]);
      return [...breaches, ...cells.map((cell) => `${requested}: ${cell} is ${counts[cell]} and should be ${expected[cell]}`)];
    });
}
