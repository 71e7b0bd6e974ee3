/** Which canonical log: the embedded one in a folder, which one process has, or Kafka, which many share. */
import { join } from "node:path";
import { dataDirectoryOf } from "./general-settings.ts";
import type { SettingsGroup, SettingsSource } from "./settings-group.ts";

export interface LogSettings {
  readonly logUrl: string;
}

const embeddedLog = /^file:.+/;
const broker = String.raw`(\[[0-9a-f:.]+\]|[^\s,/:[\]]+):\d{1,5}`;
const kafkaLog = new RegExp(`^kafka://${broker}(,${broker})*$`, "i");

function readLogUrl(source: SettingsSource): string {
  const url = source.text("QORGAU_LOG", `file:${join(dataDirectoryOf(source), "log")}`);
  if (!embeddedLog.test(url) && !kafkaLog.test(url)) source.fault("QORGAU_LOG is file:DIR, or kafka://host:9092,host:9092.");
  return url;
}

export const logSettings: SettingsGroup<LogSettings> = {
  table: [
    { name: "QORGAU_LOG", otherwise: "file:<QORGAU_DATA>/log", meaning: "canonical event log: file:DIR, or kafka://host:9092,host:9092" },
  ],
  read: (source) => ({ logUrl: readLogUrl(source) }),
};

/** For a service that runs as a process of its own: it has the log together with the others. */
export const sharedLogSettings: SettingsGroup<LogSettings> = {
  table: [{ name: "QORGAU_LOG", otherwise: "(must be given)", meaning: "canonical event log: kafka://host:9092,host:9092" }],
  read(source) {
    const logUrl = source.isGiven("QORGAU_LOG") ? readLogUrl(source) : source.text("QORGAU_LOG", "");
    if (logUrl === "" || embeddedLog.test(logUrl)) {
      source.fault(
        "QORGAU_LOG=kafka://host:9092 is needed here: the embedded log belongs to one process alone, and this service shares the log with " +
          "the others. npm start runs all of them in one process.",
      );
    }
    return { logUrl };
  },
};
