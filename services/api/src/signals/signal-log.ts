/** Signals as the log has them, and as the journal gives them again: the same for every process, and after every restart and rebuild. */
import { appendSystemEvents } from "@qorgau/infra/log/append-system-events";
import type { EventLog } from "@qorgau/infra/log/event-log";
import { systemRecords } from "@qorgau/infra/store/journal/system-records";
import type { SystemRecord } from "@qorgau/infra/store/journal/system-records";
import { mapInPieces } from "@qorgau/infra/process/in-pieces";
import type { Store } from "@qorgau/infra/store/store";
import { signalAcknowledgementType, signalsJudgedType, signalType } from "@qorgau/schemas/codes/enumerations";
import {
  loggedAcknowledgementSchema,
  loggedJudgementSchema,
  loggedSignalSchema,
} from "@qorgau/schemas/responses/surveillance/recorded-signals";
import type { LoggedAcknowledgement, LoggedJudgement, LoggedSignal } from "@qorgau/schemas/responses/surveillance/recorded-signals";
import { releaseSource } from "@qorgau/schemas/responses/releases";
import type { Watermark } from "@qorgau/schemas/watermark";
import type { WatermarkGate } from "../past/await-watermark.ts";
import { unavailable } from "../published/response-error.ts";
import type { LoggedSignalEvent } from "./domain/recorded-signals.ts";

export interface SignalLog {
  /** Signals, acknowledgements and judgements within a cut, in the order of the log; `watermark` is its text. Rejects with a `StoreError`. */
  events(watermark: string): Promise<LoggedSignalEvent[]>;
  /** Appends signals and, behind them, which Mondays were judged. Gives their last place; they count once that is published. Rejects as the log does. */
  raise(signals: readonly LoggedSignal[], judgements?: readonly LoggedJudgement[]): Promise<Watermark>;
  /** Appends what became of a signal and waits until that is published. Rejects as the log does, and as unavailable (QG-0643). */
  acknowledge(acknowledgement: LoggedAcknowledgement): Promise<void>;
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
    const { partition, offset } = await appendSystemEvents(log, events);
    return new Map([[partition, offset]]);
  };
  return {
    async events(watermark) {
      const records = await systemRecords(store, "signal", watermark, ["signal", "acknowledgement", "judgement"]);
      return (await mapInPieces(records, eventOf)).filter((event) => event !== null);
    },
    raise: (signals, judgements = []) =>
      append([
        ...signals.map((signal) => envelope(signalType, signal.id, { signal })),
        ...judgements.map((judgement) => envelope(signalsJudgedType, judgement.monday, { judgement })),
      ]),
    async acknowledge(acknowledgement) {
      const id = `${acknowledgement.signal}@${String(acknowledgement.revision)}`;
      const place = await append([envelope(signalAcknowledgementType, id, { acknowledgement })]);
      if (!(await gate.until(place))) throw unavailable("QG-0643", "");
    },
  };
}

function envelope(type: string, id: string, data: object) {
  return { specversion: "1.0", id, source: releaseSource, type, subject: id, datacontenttype: "application/json", data };
}

/** Null of a record whose shape this program does not know. */
function eventOf({ recordedAt, members }: SystemRecord): LoggedSignalEvent | null {
  const raised = loggedSignalSchema.safeParse(members["signal"]);
  if (raised.success) return { recordedAt, signal: raised.data };
  const acknowledged = loggedAcknowledgementSchema.safeParse(members["acknowledgement"]);
  if (acknowledged.success) return { recordedAt, acknowledgement: acknowledged.data };
  const judged = loggedJudgementSchema.safeParse(members["judgement"]);
  return judged.success ? { recordedAt, judgement: judged.data } : null;
}
