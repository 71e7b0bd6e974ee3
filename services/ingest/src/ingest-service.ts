/** The door put together on a log: the same in a process of its own and in one with everything. */
import { join } from "node:path";
import type { EventLog } from "@qorgau/infra/event-log/event-log";
import type { HttpRoutes } from "@qorgau/infra/runtime/http-server";
import type { Metrics } from "@qorgau/infra/runtime/metrics";
import type { DoorSettings } from "@qorgau/infra/runtime/settings/door-settings";
import type { GeneralSettings } from "@qorgau/infra/runtime/settings/general-settings";
import type { IntakeTotals } from "@qorgau/schemas/status";
import { ingestRoutes } from "./http/ingest-routes.ts";
import { openDoor } from "./open-door.ts";

export interface IngestServiceOptions {
  readonly log: EventLog;
  readonly metrics: Metrics;
  readonly settings: DoorSettings & Pick<GeneralSettings, "dataDirectory">;
}

export interface IngestService {
  readonly routes: HttpRoutes;
  /** Since the start. */
  readonly totals: () => Promise<IntakeTotals>;
}

export async function startIngest({ log, metrics, settings }: IngestServiceOptions): Promise<IngestService> {
  const context = await openDoor({ ...settings, log });
  const answered = (result: string) => metrics.valueOf("qorgau_ingest_events_total", { result });
  return {
    routes: ingestRoutes({ log, context, metrics, spoolDirectory: join(settings.dataDirectory, "spool") }),
    totals: async () => ({ accepted: await answered("accepted"), rejected: await answered("rejected"), deadLetters: 0 }),
  };
}
