/** The aggregator as a process of its own: `npm run start:aggregator`. Several may run on one log and one store. */
import { followLog } from "@qorgau/infra/log/log-progress";
import { openEventLog } from "@qorgau/infra/log/open-event-log";
import type { Logger } from "@qorgau/infra/process/logger";
import { runProgram } from "@qorgau/infra/service/run-program";
import { aggregatorSettings } from "@qorgau/infra/settings/settings";
import type { ValuesOf } from "@qorgau/infra/settings/settings";
import { startService } from "@qorgau/infra/service/start-service";
import type { StartedService } from "@qorgau/infra/service/start-service";
import { openMigratedStore } from "@qorgau/infra/service/open-migrated-store";
import { startAggregation } from "./aggregator-service.ts";

function start(settings: ValuesOf<typeof aggregatorSettings>, logger: Logger): Promise<StartedService> {
  return startService({ settings, logger }, async ({ metrics, parts, waitForDependency }) => {
    const log = parts.adopt(await waitForDependency("the log", () => openEventLog(settings.logUrl, { ...settings, logger })), (it) =>
      it.close(),
    );
    const opened = await waitForDependency("the store", () => openMigratedStore({ settings, logger }));
    const { store, next } = parts.adopt(opened, (it) => it.close());
    const { routes, published, failed, readiness } = await waitForDependency("the store", () =>
      startAggregation({ log, store, next, logger, metrics, parts }),
    );
    const progress = await waitForDependency("the log", () => followLog({ log, published, metrics }));
    return { routes: [routes], readiness: () => readiness(progress.readiness), failed };
  });
}

await runProgram({
  service: "qorgau-aggregator",
  help: `Qorgau's aggregator: folds the log into the published figures, counts them again, and runs the operator's jobs.

  npm run start:aggregator
`,
  settings: aggregatorSettings,
  start,
});
