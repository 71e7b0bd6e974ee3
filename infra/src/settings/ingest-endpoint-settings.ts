/** What the ingest endpoints judge with: the pseudonym key and the list of reporters. */
import { join, resolve } from "node:path";
import { dataDirectoryOf } from "./general-settings.ts";
import type { Setting, SettingsGroup, SettingsSource } from "./settings-group.ts";

/** Files are absolute paths and may be missing; sizes are in mebibytes. */
export interface IngestEndpointSettings {
  readonly pseudonymKeyFile: string;
  /** Whether a key may be made where there is none: only for the key file of the embedded default. */
  readonly pseudonymKeyMayBeMade: boolean;
  readonly reportersFile: string | null;
  /** What all bodies under way may hold in memory together. */
  readonly bodyMemoryMib: number;
  /** What results that do not fit in memory may take of the disk. */
  readonly spoolMib: number;
}

const reportersSetting: Setting = {
  name: "QORGAU_REPORTERS_FILE",
  otherwise: "(none)",
  meaning: "JSON list [{source, role, name, topic?, bins?, mines?}]; then an unlisted source is rejected",
};

const bodySettings: readonly Setting[] = [
  {
    name: "QORGAU_BODY_MEMORY_MIB",
    otherwise: "256",
    meaning: "memory for all bodies of events under way; no caller has more of it than is left free for the others",
  },
  {
    name: "QORGAU_SPOOL_MIB",
    otherwise: "8192",
    meaning: "disk for results of long bodies, in <QORGAU_DATA>/spool; never more than is left free on that disk",
  },
];

function readIngestEndpoint(source: SettingsSource): IngestEndpointSettings {
  const reportersFile = source.optional("QORGAU_REPORTERS_FILE");
  return {
    pseudonymKeyFile: resolve(source.text("QORGAU_PSEUDONYM_KEY_FILE", join(dataDirectoryOf(source), "pseudonym.key"))),
    pseudonymKeyMayBeMade: !source.isGiven("QORGAU_PSEUDONYM_KEY_FILE"),
    reportersFile: reportersFile === null ? null : resolve(reportersFile),
    bodyMemoryMib: source.integer("QORGAU_BODY_MEMORY_MIB", { min: 16, max: 65_536, otherwise: 256 }),
    spoolMib: source.integer("QORGAU_SPOOL_MIB", { min: 0, max: 1_048_576, otherwise: 8192 }),
  };
}

export const ingestEndpointSettings: SettingsGroup<IngestEndpointSettings> = {
  table: [
    {
      name: "QORGAU_PSEUDONYM_KEY_FILE",
      otherwise: "<QORGAU_DATA>/pseudonym.key",
      meaning: "key that turns IINs into pseudonyms; belongs to the log for life. The default file is made with an empty log",
    },
    reportersSetting,
    ...bodySettings,
  ],
  read: readIngestEndpoint,
};

/** For an ingest endpoint that may be one of several on one log: were each to make a key of its own, the log would hold two. */
export const commonIngestEndpointSettings: SettingsGroup<IngestEndpointSettings> = {
  table: [
    {
      name: "QORGAU_PSEUDONYM_KEY_FILE",
      otherwise: "(must be given)",
      meaning: "key that turns IINs into pseudonyms; belongs to the log for life, the same for every ingest process",
    },
    reportersSetting,
    ...bodySettings,
  ],
  read(source) {
    if (!source.isGiven("QORGAU_PSEUDONYM_KEY_FILE")) {
      source.fault(
        "QORGAU_PSEUDONYM_KEY_FILE is needed here: every ingest process has the one key of the log, so none makes a key by itself. " +
          "Make one, and keep a backup as long as the log: (umask 077; openssl rand -hex 32 > pseudonym.key)",
      );
    }
    return readIngestEndpoint(source);
  },
};
