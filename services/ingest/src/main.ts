/** The ingest endpoint as a process of its own: `npm run start:ingest`. Several may run on one log. */
import { mkdir } from "node:fs/promises";
import { openEventLog } from "@qorgau/infra/log/open-event-log";
import type { Logger } from "@qorgau/infra/process/logger";
import { runProgram } from "@qorgau/infra/service/run-program";
import { ingestSettings } from "@qorgau/infra/settings/settings";
import type { ValuesOf } from "@qorgau/infra/settings/settings";
import { startService } from "@qorgau/infra/service/start-service";
import type { StartedService } from "@qorgau/infra/service/start-service";
import { checkEndpoint } from "./check-endpoint.ts";
import { startIngest } from "./ingest-service.ts";

function start(settings: ValuesOf<typeof ingestSettings>, logger: Logger): Promise<StartedService> {
  return startService({ settings, logger }, async ({ metrics, parts, waitForDependency }) => {
    await mkdir(settings.dataDirectory, { recursive: true, mode: 0o700 });
    const log = parts.adopt(await waitForDependency("the log", () => openEventLog(settings.logUrl, { ...settings, logger })), (it) =>
      it.close(),
    );
    const { routes, failed } = await waitForDependency("the log", () => startIngest({ log, metrics, logger, settings, parts }));
    return { routes: [routes], readiness: () => ({ ready: true }), failed };
  });
}

await runProgram({
  service: "qorgau-ingest",
  help: `Qorgau's ingest endpoint: takes events over HTTP and from Kafka, and appends what is accepted to the log.

  npm run start:ingest
`,
  settings: ingestSettings,
  check: checkEndpoint,
  start,
});
