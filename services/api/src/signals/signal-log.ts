/** Signals as the log has them, and as the journal gives them again: the same for every process, and after every restart and rebuild. */
import type { EventLog } from "@qorgau/infra/log/event-log";
import { mapInPieces } from "@qorgau/infra/process/in-pieces";
import type { Store } from "@qorgau/infra/store/store";
import { signalAcknowledgementType, signalsJudgedType, signalType } from "@qorgau/schemas/codes/enumerations";
import {
  loggedAcknowledgementSchema,
  loggedJudgementSchema,
  loggedSignalSchema,
} from "@qorgau/schemas/responses/surveillance/recorded-signals";
import type { LoggedJudgement, LoggedSignal, SignalAcknowledgement } from "@qorgau/schemas/responses/surveillance/recorded-signals";
import { releaseSource } from "@qorgau/schemas/responses/releases";
import { parseWatermark } from "@qorgau/schemas/watermark";
import type { Watermark } from "@qorgau/schemas/watermark";
import { z } from "zod";
import type { WatermarkGate } from "../past/await-watermark.ts";
import { unavailable } from "../published/response-error.ts";
import type { LoggedSignalEvent } from "./domain/recorded-signals.ts";

/** The partition of all signals, as of all releases: their order is that of the log. */
const signalPartition = 0;

const signalRow = z.object({
  recorded_ms: z.coerce.number(),
  signal: z.string(),
  acknowledgement: z.string(),
  judgement: z.string(),
});

export interface SignalLog {
  /** Signals, acknowledgements and judgements within a cut, in the order of the log; `watermark` is its text. Rejects with a `StoreError`. */
  events(watermark: string): Promise<LoggedSignalEvent[]>;
  /** Appends signals and, behind them, which Mondays were judged. Gives their last place; they count once that is published. Rejects as the log does. */
  raise(signals: readonly LoggedSignal[], judgements?: readonly LoggedJudgement[]): Promise<Watermark>;
  /** Appends what became of a signal, by its id, and waits until that is published. Rejects as the log does, and as unavailable (QG-0643). */
  acknowledge(signal: string, acknowledgement: SignalAcknowledgement): Promise<void>;
}

export function createSignalLog({
  store,
  log,
  gate,
}: {
  readonly store: Store;
  readonly log: Pick<EventLog, "append">;
  readonly gate: Pick<WatermarkGate, "until">;
}): SignalLog {
  const append = async (events: readonly object[]): Promise<Watermark> => {
    const places = await log.append(events.map((event) => ({ key: "", partition: signalPartition, value: JSON.stringify(event) })));
    const last = places.at(-1);
    if (last === undefined) throw new Error("the log gave no place for a signal");
    return new Map([[last.partition, last.offset]]);
  };
  return {
    async events(watermark) {
      const last = parseWatermark(watermark)?.get(signalPartition);
      if (last === undefined) return [];
      const rows = await store.query({
        sql: `SELECT toUnixTimestamp64Milli(recorded_at) AS recorded_ms, JSONExtractRaw(statement, 'data', 'signal') AS signal,
                     JSONExtractRaw(statement, 'data', 'acknowledgement') AS acknowledgement,
                     JSONExtractRaw(statement, 'data', 'judgement') AS judgement
              FROM journal
              WHERE record_key = 0 AND partition = ${signalPartition} AND entity = 'signal' AND offset <= {last:UInt64}
              ORDER BY offset
              LIMIT 1 BY offset`,
        params: { last: String(last) },
        row: signalRow,
      });
      return (await mapInPieces(rows, eventOf)).filter((event) => event !== null);
    },
    raise: (signals, judgements = []) =>
      append([
        ...signals.map((signal) => envelope(signalType, signal.id, { signal })),
        ...judgements.map((judgement) => envelope(signalsJudgedType, judgement.monday, { judgement })),
      ]),
    async acknowledge(signal, acknowledgement) {
      const id = `${signal}@${String(acknowledgement.revision)}`;
      const place = await append([envelope(signalAcknowledgementType, id, { acknowledgement: { signal, ...acknowledgement } })]);
      if (!(await gate.until(place))) throw unavailable("QG-0643", "");
    },
  };
}

function envelope(type: string, id: string, data: object) {
  return { specversion: "1.0", id, source: releaseSource, type, subject: id, datacontenttype: "application/json", data };
}

/** Null of a record whose shape this program does not know. */
function eventOf({ recorded_ms, signal, acknowledgement, judgement }: z.infer<typeof signalRow>): LoggedSignalEvent | null {
  const recordedAt = new Date(recorded_ms).toISOString();
  const raised = loggedSignalSchema.safeParse(valueOf(signal));
  if (raised.success) return { recordedAt, signal: raised.data };
  const acknowledged = loggedAcknowledgementSchema.safeParse(valueOf(acknowledgement));
  if (acknowledged.success) return { recordedAt, acknowledgement: acknowledged.data };
  const judged = loggedJudgementSchema.safeParse(valueOf(judgement));
  return judged.success ? { recordedAt, judgement: judged.data } : null;
}

const valueOf = (text: string): unknown => JSON.parse(text === "" ? "null" : text);
