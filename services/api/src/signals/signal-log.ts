/** Signals as the log has them, and as the journal gives them again: the same for every process, and after every restart and rebuild. */
import type { EventLog } from "@qorgau/infra/log/event-log";
import type { Store } from "@qorgau/infra/store/store";
import { signalAcknowledgementType, signalType } from "@qorgau/schemas/codes/enumerations";
import { loggedAcknowledgementSchema, loggedSignalSchema } from "@qorgau/schemas/responses/surveillance/recorded-signals";
import type { LoggedSignal, SignalAcknowledgement } from "@qorgau/schemas/responses/surveillance/recorded-signals";
import { releaseSource } from "@qorgau/schemas/responses/releases";
import { parseWatermark } from "@qorgau/schemas/watermark";
import { z } from "zod";
import type { WatermarkGate } from "../past/await-watermark.ts";
import { unavailable } from "../published/response-error.ts";
import type { LoggedSignalEvent } from "./domain/recorded-signals.ts";

/** The partition of all signals, as of all releases: their order is that of the log. */
const signalPartition = 0;

const signalRow = z.object({
  offset: z.coerce.number(),
  recorded_ms: z.coerce.number(),
  signal: z.string(),
  acknowledgement: z.string(),
});

export interface SignalLog {
  /** Signals and acknowledgements within a cut, in the order of the log; `watermark` is its text. Rejects with a `StoreError`. */
  events(watermark: string): Promise<LoggedSignalEvent[]>;
  /** Appends signals, and waits until they are published. Rejects as the log does, and as unavailable (QG-0643). */
  raise(signals: readonly LoggedSignal[]): Promise<void>;
  /** Appends what became of a signal, by its id, and waits likewise. */
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
  const append = async (events: readonly object[]): Promise<void> => {
    const places = await log.append(events.map((event) => ({ key: "", partition: signalPartition, value: JSON.stringify(event) })));
    const last = places.at(-1);
    if (last === undefined) throw new Error("the log gave no place for a signal");
    if (!(await gate.until(new Map([[last.partition, last.offset]])))) throw unavailable("QG-0643", "");
  };
  return {
    async events(watermark) {
      const last = parseWatermark(watermark)?.get(signalPartition);
      if (last === undefined) return [];
      const rows = await store.query({
        sql: `SELECT offset, toUnixTimestamp64Milli(recorded_at) AS recorded_ms, JSONExtractRaw(statement, 'data', 'signal') AS signal,
                     JSONExtractRaw(statement, 'data', 'acknowledgement') AS acknowledgement
              FROM journal
              WHERE record_key = 0 AND partition = ${signalPartition} AND entity = 'signal' AND offset <= {last:UInt64}
              ORDER BY offset
              LIMIT 1 BY offset`,
        params: { last: String(last) },
        row: signalRow,
      });
      return rows.flatMap(eventOf);
    },
    raise: (signals) => append(signals.map((signal) => envelope(signalType, signal.id, { signal }))),
    acknowledge: (signal, acknowledgement) =>
      append([
        envelope(signalAcknowledgementType, `${signal}@${String(acknowledgement.revision)}`, {
          acknowledgement: { signal, ...acknowledgement },
        }),
      ]),
  };
}

function envelope(type: string, id: string, data: object) {
  return { specversion: "1.0", id, source: releaseSource, type, subject: id, datacontenttype: "application/json", data };
}

/** A record of a shape that this program does not know is passed over. */
function eventOf({ recorded_ms, signal, acknowledgement }: z.infer<typeof signalRow>): LoggedSignalEvent[] {
  const recordedAt = new Date(recorded_ms).toISOString();
  const raised = loggedSignalSchema.safeParse(JSON.parse(signal === "" ? "null" : signal));
  if (raised.success) return [{ recordedAt, signal: raised.data }];
  const acknowledged = loggedAcknowledgementSchema.safeParse(JSON.parse(acknowledgement === "" ? "null" : acknowledgement));
  return acknowledged.success ? [{ recordedAt, acknowledgement: acknowledged.data }] : [];
}
