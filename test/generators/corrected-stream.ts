/**
 * An endless stream of events as reporters tell them: cases are corrected in region, sector, severity, date and worker, withdrawn and
 * told again, told by a second reporter, told twice. Events come in families that have nothing to do with each other, so that what
 * is counted can be counted again family by family.
 */
import { iinWithCheckDigit } from "./iin.ts";
import { seededRandom, shuffled } from "./random.ts";

export interface StreamedEvent {
  readonly id: string;
  readonly subject: string;
}

/** Told by its reporter alone, never withdrawn, and moved between regions only: of these every cut holds as many cases as records. */
export const moverSection = "A";
const moverSector = "01.11";

const enterprise = "urn:kz:bin:200140000004";
const insurer = "urn:test:insurer";
const familiesOpen = 40;

const regions = ["KZ-35", "KZ-63", "KZ-10", "KZ-75", undefined];
const sectors = ["05.10.1", "24.10", "41", "B", undefined];
const dates = ["2025-12-31", "2026-01-10", "2026-02-03T23:40:00+05:00"];

type Random = () => number;
type Report = (record: { source: string; entity: "case" | "claim"; name: string; revision: number }, data: object | null) => StreamedEvent;

export function familyOf(subject: string): string {
  return subject.slice(0, subject.indexOf("-"));
}

export function isMover(subject: string): boolean {
  return subject.startsWith("m");
}

export function* correctedStream(seed: number): Generator<StreamedEvent, never> {
  const random = seededRandom(seed);
  const nextWorker = uniqueWorkers(random);
  let reported = 0;
  const open: StreamedEvent[][] = [];
  for (let families = 0; ;) {
    while (open.length < familiesOpen) {
      const number = (families += 1);
      const isOfMovers = number % 3 === 0;
      const reportCase: Report = ({ source, entity, name, revision }, data) => ({
        ...envelope(source, entity, revision, data),
        id: `e${(reported += 1)}`,
        subject: `${isOfMovers ? "m" : "f"}${number}-${name}`,
      });
      open.push(isOfMovers ? moverFamily(random, reportCase) : reportedFamily(random, number, [nextWorker(), nextWorker()], reportCase));
    }
    const place = Math.floor(random() * open.length);
    const event = open[place]?.shift();
    if (event !== undefined) yield event;
    else open.splice(place, 1);
  }
}

/** Two families must not speak of one worker. */
function uniqueWorkers(random: Random): () => string {
  const seen = new Set<string>();
  return () => {
    for (;;) {
      const iin = iinWithCheckDigit(random);
      if (!seen.has(iin)) return seen.add(iin) && iin;
    }
  };
}

function envelope(source: string, entity: "case" | "claim", revision: number, data: object | null) {
  const verb = data === null ? "withdrawn" : revision === 1 ? "reported" : "corrected";
  return { specversion: "1.0", source, type: `kz.qorgau.${entity}.${verb}.v1`, revision, data: data ?? { reason: "told by mistake" } };
}

function moverFamily(random: Random, reportCase: Report): StreamedEvent[] {
  const severity = pick(random, ["light", "severe", "fatal"]);
  return Array.from({ length: 2 + Math.floor(random() * 3) }, (_, place) =>
    reportCase(
      { source: enterprise, entity: "case", name: "e", revision: place + 1 },
      { ...required(pick(random, dates.slice(1)), severity), region: pick(random, regions), sector: moverSector },
    ),
  );
}

/** Two victims, told of by the enterprise and the insurer. Some events come twice, some before those that they follow. */
function reportedFamily(random: Random, number: number, workers: readonly string[], reportCase: Report): StreamedEvent[] {
  const revisions = new Map<string, number>();
  const events = Array.from({ length: 2 + Math.floor(random() * 5) }, () => {
    const claim = random() < 0.4;
    const name = `${claim ? "i" : "e"}${Math.floor(random() * 2)}`;
    const conflict = random() < 0.1;
    const revision = Math.max(1, (revisions.get(name) ?? 0) + (conflict ? 0 : 1));
    revisions.set(name, revision);
    const record = { source: claim ? insurer : enterprise, entity: claim ? "claim" : "case", name, revision } as const;
    return reportCase(
      record,
      random() < 0.12 ? null : { ...reportedData(random, number, workers), ...(claim ? { claim: { status: "filed" } } : {}) },
    );
  });
  const repeated = events.filter(() => random() < 0.1);
  return random() < 0.3 ? shuffled([...events, ...repeated], random) : [...events, ...repeated];
}

function reportedData(random: Random, number: number, workers: readonly string[]): object {
  const iin = pick(random, [...workers, workers[0], undefined]);
  return {
    ...required(pick(random, dates), pick(random, ["light", "severe", "fatal"])),
    worker: iin === undefined ? undefined : { iin },
    region: pick(random, regions),
    sector: pick(random, sectors),
    accident: pick(random, [`A${number}`, undefined]),
    workRelated: pick(random, ["yes", "no", "under_investigation", undefined]),
    daysLost: pick(random, [0, 1, 30, undefined]),
    mining: pick(random, [{ mine: "kostenko", method: "underground", hazard: "haulage" }, undefined]),
  };
}

function required(occurredAt: string | undefined, severity: string | undefined) {
  return { occurredAt, kind: "accident", severity, employer: { bin: "200140000004" } };
}

function pick<Item>(random: Random, items: readonly Item[]): Item | undefined {
  return items[Math.floor(random() * items.length)];
}
