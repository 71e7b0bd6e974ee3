/** The settings of the whole program: which groups each process reads. A group is a file of its own in `settings/`. */
import { callerSettings } from "./caller-settings.ts";
import { ingestEndpointSettings, commonIngestEndpointSettings } from "./ingest-endpoint-settings.ts";
import { disclosureSettings } from "./disclosure-settings.ts";
import { signalSettings } from "./signal-settings.ts";
import { publicationSettings } from "./publication-settings.ts";
import { generalSettings } from "./general-settings.ts";
import { listenSettings } from "./listen-settings.ts";
import { logSettings, commonLogSettings } from "./log-settings.ts";
import { composeSettings, helpOf, tableOf } from "./compose-settings.ts";
import type { ValuesOf } from "./compose-settings.ts";
import type { Environment } from "./settings-group.ts";
import { commonSigningSettings, signingSettings } from "./signing-settings.ts";
import { commonStoreSettings, storeSettings } from "./store-settings.ts";
import { traceSettings } from "./trace-settings.ts";
import { commonWebhookSettings, webhookSettings } from "./webhook-settings.ts";

/** Of everything in one process, and of the commands beside it. A new group is put in here, and below where a service needs it. */
const allGroups = [
  listenSettings,
  generalSettings,
  traceSettings,
  logSettings,
  storeSettings,
  ingestEndpointSettings,
  signingSettings,
  disclosureSettings,
  signalSettings,
  publicationSettings,
  webhookSettings,
  callerSettings,
] as const;
/** Every setting there is. */
export const settingsTable = tableOf(allGroups);
const family = () => settingsTable;

export const allSettings = composeSettings(allGroups, family);
export const ingestSettings = composeSettings(
  [listenSettings, generalSettings, traceSettings, commonLogSettings, commonIngestEndpointSettings],
  family,
);
export const aggregatorSettings = composeSettings(
  [listenSettings, generalSettings, traceSettings, commonLogSettings, commonStoreSettings],
  family,
);
export const apiSettings = composeSettings(
  [
    listenSettings,
    generalSettings,
    traceSettings,
    commonLogSettings,
    commonStoreSettings,
    commonSigningSettings,
    disclosureSettings,
    signalSettings,
    publicationSettings,
    commonWebhookSettings,
  ],
  family,
);

export type Settings = ValuesOf<typeof allSettings>;

/** Throws a SettingsError that names every fault. */
export const readSettings = (environment: Environment): Settings => allSettings.read(environment).values;

/** Gives the table of all settings for `--help`. */
export const settingsHelp = (): string => helpOf(settingsTable);

export { SettingsError } from "./compose-settings.ts";
export type { ValuesOf } from "./compose-settings.ts";
