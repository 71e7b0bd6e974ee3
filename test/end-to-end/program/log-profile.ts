/**
 * Which log the tests' programs stand on, by one switch: the embedded one, as by default; with `QORGAU_TEST_LOG=kafka` a real broker of
 * its own for every data folder.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { openEventLog } from "@qorgau/infra/log/open-event-log";
import type { EventLog } from "@qorgau/infra/log/event-log";
import { startBroker } from "../../broker/start-broker.ts";
import { perFolder } from "./per-folder.ts";

const kinds = ["embedded", "kafka"] as const;
const chosen = process.env["QORGAU_TEST_LOG"] ?? "embedded";
/** For what a test can say of one of them alone. */
export const logKind = kinds.find((one) => one === chosen);
if (logKind === undefined) throw new TypeError(`QORGAU_TEST_LOG is one of ${kinds.join(", ")}`);

const brokers = perFolder(
  async (dataDirectory) => {
    const directory = join(dataDirectory, "broker");
    await mkdir(directory, { recursive: true });
    return startBroker({ directory });
  },
  (broker) => broker.remove(),
);

/** The settings of a program with this data folder. */
export async function logSettingsOf(dataDirectory: string): Promise<Readonly<Record<string, string>>> {
  return logKind === "embedded" ? {} : { QORGAU_LOG: (await brokers.of(dataDirectory)).url };
}

/** The log of a program that has stopped, for a test that looks into it. */
export async function openLogOf(dataDirectory: string): Promise<EventLog> {
  return openEventLog(logKind === "embedded" ? `file:${join(dataDirectory, "log")}` : (await brokers.of(dataDirectory)).url);
}

/** Ends the brokers of this folder and of folders within it, where there are any. */
export const endLogsOf = (folder: string): Promise<void> => brokers.end(folder);
