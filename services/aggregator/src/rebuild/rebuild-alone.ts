/** A rebuild by a process of its own, where no service has the log and the store. */
import { existsSync } from "node:fs";
import { EventLogError } from "@qorgau/infra/log/event-log";
import type { EventLog } from "@qorgau/infra/log/event-log";
import { openEventLog } from "@qorgau/infra/log/open-event-log";
import type { Logger } from "@qorgau/infra/process/logger";
import type { Settings } from "@qorgau/infra/settings/settings";
import { migrate } from "@qorgau/infra/store/schema/migrate";
import { openStore } from "@qorgau/infra/store/open-store";
import type { Store } from "@qorgau/infra/store/store";
import { membersGroup } from "../members/assign-roles.ts";
import { lastLease } from "../tables/leases.ts";
import { acquireLease } from "../lease/publisher-lease.ts";
import { RebuildError } from "./rebuild-error.ts";
import { rebuildTables } from "./rebuild-tables.ts";
import type { RebuildTablesOptions } from "./rebuild-tables.ts";

export interface RebuildAloneOptions extends Required<Pick<RebuildTablesOptions, "signal" | "onProgress">> {
  readonly settings: Pick<Settings, "logUrl" | "logKafka" | "storeUrl" | "storeServer">;
  readonly logger: Logger;
}

const member = "npm run rebuild";
/** A member that was cut off while the group waited for another one that was killed: two sessions and the joins between, and some to spare. */
const missedMsMax = 60_000;

/**
 * Opens log and store, rebuilds and closes them. Throws `RebuildError` (`log_unusable`) where there is no log, or another process has it or
 * publishes figures from it; rejects with the errors of the log, the store and the lease.
 */
export async function rebuildAlone({ settings, logger, signal, onProgress }: RebuildAloneOptions): Promise<"rebuilt" | "aborted"> {
  await using parts = new AsyncDisposableStack();
  const log = parts.adopt(await openExistingLog(settings, logger), (it) => it.close());
  const { store, next, failed } = parts.adopt(
    await openStore({ url: settings.storeUrl, server: settings.storeServer, logger, signal }),
    (it) => it.close(),
  );
  await migrate(store);
  await refuseBesideOthers(store, log, signal);
  parts.defer(async () => {
    await next.drop().catch(() => {});
  });
  const lease = await acquireLease({ store, partitions: log.partitions, clear: next.drop, member, signal });
  parts.defer(() => lease.release());
  const storeFailed = failed.then((message) => Promise.reject(new Error(message)));
  return await Promise.race([rebuildTables({ log, next, lease, logger, signal, onProgress }), storeFailed]);
}

/** Two that publish would take the lease from one another, and neither would come to an end. */
async function refuseBesideOthers(store: Store, log: EventLog, signal: AbortSignal): Promise<void> {
  const last = await lastLease(store);
  if (store.exclusive === true || last.isReleased || last.member === member) return;
  if (await isOnlyMember(log, signal)) return;
  throw new RebuildError(
    "log_unusable",
    `An aggregator has the turn to publish the figures: ${last.member}. Name the address of that one with --url.`,
  );
}

/**
 * A member to which all partitions are assigned is alone. One that was killed, or cut off while it joined, has its assignment until its session is
 * over; one that lives has it for longer than `missedMsMax`.
 */
async function isOnlyMember(log: EventLog, signal: AbortSignal): Promise<boolean> {
  const waiting = AbortSignal.any([signal, AbortSignal.timeout(missedMsMax)]);
  for await (const partitions of log.assignments(membersGroup, { signal: waiting })) {
    if (partitions?.length === log.partitions) return true;
  }
  return false;
}

async function openExistingLog({ logUrl, logKafka }: RebuildAloneOptions["settings"], logger: Logger): Promise<EventLog> {
  const directory = logUrl.replace(/^file:/, "");
  if (logUrl.startsWith("file:") && !existsSync(directory)) {
    throw new RebuildError(
      "log_unusable",
      `There is no log in ${directory}: nothing can be made anew. QORGAU_DATA names the folder of the service.`,
    );
  }
  try {
    return await openEventLog(logUrl, { logKafka, logger });
  } catch (error) {
    if (!(error instanceof EventLogError && error.code === "log_locked")) throw error;
    const message = `Another process has the log in ${directory}: the service that runs on it makes the tables anew. Name its address with --url.`;
    throw new RebuildError("log_unusable", message, { cause: error });
  }
}
