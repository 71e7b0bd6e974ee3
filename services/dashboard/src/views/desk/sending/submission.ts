/** One file on its way: read and judged row by row, then sent. All that the desk shows of it are signals. */
import { batch, signal } from "@preact/signals";
import type { BatchResult } from "@qorgau/schemas/events/acknowledgement";
import type { Fault } from "@qorgau/schemas/faults";
import { language } from "../../../state/language.ts";
import { fill, texts } from "../../../text/texts.ts";
import { TokenWanted } from "../../../data/token.ts";
import type { Cell } from "@qorgau/schemas/tables/table-of";
import type { ColumnMap } from "@qorgau/schemas/tables/column-map";
import { StatedRevisions } from "@qorgau/schemas/tables/stated-revisions";
import type { StatedEvent } from "@qorgau/schemas/tables/stated-revisions";
import { readFile } from "../reading/file-reader.ts";
import type { FileReading } from "../reading/file-reader.ts";
import type { ReadRow } from "../reading/read-rows.ts";
import { EndpointElsewhere, EndpointSilent, postEvents } from "./post-events.ts";

/** Small enough that no batch holds up the page, large enough that few requests are made. */
const batchRows = 250;
const fileBytesMax = 64 * 1024 * 1024;

export interface JudgedRow {
  readonly row: number;
  readonly text: string;
  readonly cells: readonly Cell[] | undefined;
  readonly faults: readonly Fault[];
}

export interface AcknowledgedRow {
  readonly row: number;
  readonly result: BatchResult;
}

/**
 * `mapping`: a table waits for its columns to be named. `judging` and `sending` go on by themselves; `held`: what is under way was stopped, or
 * met what a person has to see to, and goes on when asked.
 */
export type Phase = "none" | "opening" | "mapping" | "judging" | "judged" | "sending" | "sent" | "held";

/** What a person has to see to: the endpoint is at another address, it wants a token, or what is said. */
export type Trouble = { readonly of: "elsewhere" | "token" } | { readonly of: "told"; readonly message: string };

export function createSubmission() {
  const phase = signal<Phase>("none");
  const fileName = signal("");
  const table = signal<{ readonly header: readonly string[]; readonly sample: readonly (readonly Cell[])[] } | null>(null);
  const map = signal<ColumnMap | null>(null);
  const total = signal(0);
  const judged = signal(0);
  /** Rows without faults, those with warnings among them. */
  const good = signal(0);
  const faulty = signal<readonly JudgedRow[]>([]);
  const warned = signal<readonly JudgedRow[]>([]);
  const acknowledged = signal<readonly AcknowledgedRow[]>([]);
  const pauseSeconds = signal(0);
  const trouble = signal<Trouble | null>(null);

  let reading: FileReading | null = null;
  /** Read, but not judged. */
  let pending: readonly ReadRow[] = [];
  let goodRows: ReadRow[] = [];
  let sentRows = 0;
  let stated = new StatedRevisions((text) => text);
  let stopping = new AbortController();
  let heldIn: "judging" | "sending" = "judging";

  const options = () => ({
    language: language.value,
    signal: stopping.signal,
    onPause: (seconds: number) => (pauseSeconds.value = seconds),
  });

  /** Forgets the file before. */
  function clear(): void {
    stopping.abort();
    stopping = new AbortController();
    reading?.close();
    reading = null;
    [pending, goodRows, sentRows] = [[], [], 0];
    batch(() => {
      phase.value = "none";
      table.value = null;
      map.value = null;
      total.value = 0;
      resetCounts();
      trouble.value = null;
    });
  }

  function resetCounts(): void {
    judged.value = 0;
    good.value = 0;
    faulty.value = [];
    warned.value = [];
    acknowledged.value = [];
    pauseSeconds.value = 0;
  }

  async function open(file: Blob, name: string): Promise<void> {
    clear();
    fileName.value = name;
    if (file.size > fileBytesMax) {
      trouble.value = { of: "told", message: fill(texts.value.desk.tooLarge, { mebibytes: fileBytesMax / 1024 / 1024 }) };
      return;
    }
    phase.value = "opening";
    const own = stopping;
    try {
      const opened = await readFile(file, name);
      // Another file has taken its place meanwhile.
      if (own !== stopping) return opened.close();
      reading = opened;
    } catch (error) {
      if (own !== stopping) return;
      batch(() => {
        phase.value = "none";
        trouble.value = { of: "told", message: fill(texts.value.desk.unreadable, { message: (error as Error).message }) };
      });
      return;
    }
    const { contents } = reading;
    total.value = contents.rows;
    if (contents.say === "table") {
      table.value = contents;
      phase.value = "mapping";
    } else await judge(null);
  }

  /** Judges every row from the first; of a table by a map of its columns. */
  async function judge(columns: ColumnMap | null): Promise<void> {
    map.value = columns;
    [pending, goodRows, sentRows] = [[], [], 0];
    stated = new StatedRevisions((text) => text);
    batch(resetCounts);
    reading?.begin(columns);
    await run("judging", judgeRest);
  }

  async function judgeRest(): Promise<void> {
    for (;;) {
      if (pending.length === 0) pending = (await reading?.next(batchRows)) ?? [];
      if (pending.length === 0) break;
      const rows = pending;
      const results = await postEvents(
        "/v1/events:validate",
        rows.map(({ text }) => text),
        options(),
      );
      pending = [];
      take(rows, results);
    }
    phase.value = "judged";
  }

  function take(rows: readonly ReadRow[], results: readonly BatchResult[]): void {
    const faults: JudgedRow[] = [];
    const warnings: JudgedRow[] = [];
    rows.forEach(({ row, text, cells }, index) => {
      const { status, errors = [], warnings: odd = [] } = results[index]!;
      // Whoever wrote JSON names the revision of each event; the rows of a table share one.
      const before = status === "rejected" || cells === undefined ? null : stated.contradicted(row, JSON.parse(text) as StatedEvent);
      if (status === "rejected") faults.push({ row, text, cells, faults: errors });
      else if (before !== null) faults.push({ row, text, cells, faults: [contradictionOf(before)] });
      else {
        goodRows.push({ row, text });
        if (odd.length > 0) warnings.push({ row, text, cells, faults: odd });
      }
    });
    batch(() => {
      judged.value += rows.length;
      good.value = goodRows.length;
      if (faults.length > 0) faulty.value = [...faulty.value, ...faults];
      if (warnings.length > 0) warned.value = [...warned.value, ...warnings];
    });
  }

  /** Sends the rows without faults. */
  const send = (): Promise<void> => run("sending", sendRest);

  async function sendRest(): Promise<void> {
    while (sentRows < goodRows.length) {
      const rows = goodRows.slice(sentRows, sentRows + batchRows);
      const results = await postEvents(
        "/v1/events",
        rows.map(({ text }) => text),
        options(),
      );
      sentRows += rows.length;
      acknowledged.value = [...acknowledged.value, ...rows.map(({ row }, index) => ({ row, result: results[index]! }))];
    }
    phase.value = "sent";
  }

  async function run(what: "judging" | "sending", work: () => Promise<void>): Promise<void> {
    stopping = new AbortController();
    const { signal: own } = stopping;
    batch(() => {
      heldIn = what;
      phase.value = what;
      trouble.value = null;
    });
    try {
      await work();
    } catch (error) {
      // Of a file that another one took the place of nothing is told.
      if (own !== stopping.signal) return;
      batch(() => {
        phase.value = "held";
        pauseSeconds.value = 0;
        trouble.value = own.aborted ? null : troubleOf(error);
      });
    }
  }

  return {
    phase,
    fileName,
    table,
    map,
    total,
    judged,
    good,
    faulty,
    warned,
    acknowledged,
    pauseSeconds,
    trouble,
    open,
    judge,
    send,
    clear,
    stop: () => stopping.abort(),
    /** What was under way goes on where it was. */
    goOn: () => (heldIn === "judging" ? run("judging", judgeRest) : send()),
    isHeldInSending: () => heldIn === "sending",
  };
}
export type Submission = ReturnType<typeof createSubmission>;

/** A fault between two rows, of which the ingest endpoint knows nothing: no rule of it has a number. */
function contradictionOf(row: number): Fault {
  return { rule: "", pointer: "/subject", message: fill(texts.value.desk.contradicted, { row }) };
}

function troubleOf(error: unknown): Trouble {
  const { desk, failed } = texts.value;
  if (error instanceof EndpointElsewhere) return { of: "elsewhere" };
  if (error instanceof TokenWanted) return { of: "token" };
  if (error instanceof EndpointSilent) return { of: "told", message: desk.silent };
  return { of: "told", message: fill(failed, { message: (error as Error).message }) };
}
