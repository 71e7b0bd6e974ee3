/** The settings of the whole program: which groups each process reads. A group is a file of its own in `settings/`. */
import { doorSettings, sharedDoorSettings } from "./settings/door-settings.ts";
import { generalSettings } from "./settings/general-settings.ts";
import { listenSettings } from "./settings/listen-settings.ts";
import { logSettings, sharedLogSettings } from "./settings/log-settings.ts";
import { helpOf, readGroups, tableOf } from "./settings/read-settings.ts";
import type { SettingsOf } from "./settings/read-settings.ts";
import type { Environment } from "./settings/settings-group.ts";
import { sharedStoreSettings, storeSettings } from "./settings/store-settings.ts";

/** Of everything in one process, and of the commands beside it. A new group is put in here, and below where a service needs it. */
export const allGroups = [listenSettings, generalSettings, logSettings, storeSettings, doorSettings] as const;
export const ingestGroups = [listenSettings, generalSettings, sharedLogSettings, sharedDoorSettings] as const;
export const aggregatorGroups = [listenSettings, generalSettings, sharedLogSettings, sharedStoreSettings] as const;
export const apiGroups = [listenSettings, generalSettings, sharedLogSettings, sharedStoreSettings] as const;

export type Settings = SettingsOf<typeof allGroups>;

/** Every setting there is. */
export const settingsTable = tableOf(allGroups);

/** Throws a SettingsError that names every fault. */
export const readSettings = (environment: Environment): Settings => readGroups(allGroups, environment, settingsTable).values;

export const settingsHelp = (): string => helpOf(settingsTable);

export { SettingsError } from "./settings/read-settings.ts";
