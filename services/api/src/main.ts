/** The read API as a process of its own: `npm run start:api`. Several may run on one log and one store. */
import { openEventLog } from "@qorgau/infra/log/open-event-log";
import { countDeadLetters } from "@qorgau/infra/kafka/dead-letters/count-dead-letters";
import { readRecentDeadLetters } from "@qorgau/infra/kafka/dead-letters/recent-dead-letters";
import { kafkaConnectionOf } from "@qorgau/infra/kafka/kafka-server";
import type { Logger } from "@qorgau/infra/process/logger";
import { startProof } from "@qorgau/infra/proof/start-proof";
import { runProgram } from "@qorgau/infra/service/run-program";
import { apiSettings } from "@qorgau/infra/settings/settings";
import type { ValuesOf } from "@qorgau/infra/settings/settings";
import { startService } from "@qorgau/infra/service/start-service";
import type { StartedService } from "@qorgau/infra/service/start-service";
import { openReadStore } from "@qorgau/infra/service/open-migrated-store";
import { startApi } from "./api-service.ts";
import { operationsElsewhere } from "./http/operations-elsewhere.ts";

function start(settings: ValuesOf<typeof apiSettings>, logger: Logger): Promise<StartedService> {
  return startService(
    { settings, logger, isPublic: settings.isPublic },
    async ({ metrics, access, auditTrail, parts, waitForDependency }) => {
      const log = parts.adopt(await waitForDependency("the log", () => openEventLog(settings.logUrl, { ...settings, logger })), (it) =>
        it.close(),
      );
      const proof = startProof({ partitions: log.partitions, settings, metrics, logger });
      if (proof !== null) parts.defer(() => proof.stop());
      const kafka = kafkaConnectionOf(settings.logUrl, settings.logKafka, logger);
      const foundDeadLetters = parts.adopt(await waitForDependency("the log", () => countDeadLetters(kafka)), (it) => it.close());
      const deadLetterReading = parts.adopt(readRecentDeadLetters(kafka), (it) => it.close());
      const opened = await waitForDependency("the store", () => openReadStore({ settings, logger }));
      const { store } = parts.adopt(opened, (it) => it.close());
      const { routes, readiness } = await waitForDependency("the log", () =>
        startApi({
          log,
          store,
          metrics,
          access,
          auditTrail,
          settings,
          logger,
          parts,
          deadLetters: foundDeadLetters.count,
          deadLetterReading,
          proof,
        }),
      );
      return { routes: [routes, operationsElsewhere], readiness, failed: new Promise<never>(() => {}) };
    },
  );
}

await runProgram({
  service: "qorgau-api",
  help: `Qorgau's read API: answers from the published figures and the journal, and shows the pages.

  npm run start:api
`,
  settings: apiSettings,
  start,
});
