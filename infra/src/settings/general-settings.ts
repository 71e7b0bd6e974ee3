/** What every process has: its folder, and how much it logs. */
import { resolve } from "node:path";
import { logLevels } from "../process/logger.ts";
import type { SettingsGroup, SettingsSource } from "./settings-group.ts";

/** `dataDirectory` is an absolute path and need not exist yet. */
export interface GeneralSettings {
  readonly dataDirectory: string;
  readonly logLevel: (typeof logLevels)[number];
}

/** The defaults of other groups are within it. */
export const dataDirectoryOf = (source: SettingsSource): string => resolve(source.text("QORGAU_DATA", ".qorgau"));

export const generalSettings: SettingsGroup<GeneralSettings> = {
  table: [
    { name: "QORGAU_DATA", otherwise: ".qorgau", meaning: "folder of everything the embedded profile keeps" },
    { name: "QORGAU_LOG_LEVEL", otherwise: "info", meaning: `one of ${logLevels.join(", ")}` },
  ],
  read: (source) => ({ dataDirectory: dataDirectoryOf(source), logLevel: source.oneOf("QORGAU_LOG_LEVEL", logLevels, "info") }),
};
