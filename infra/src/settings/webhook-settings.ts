/** Webhooks: whether this process sends them, and how long it tries. */
import { join, resolve } from "node:path";
import { dataDirectoryOf } from "./general-settings.ts";
import type { Setting, SettingsGroup, SettingsSource } from "./settings-group.ts";

export interface WebhookSettings {
  /** An absolute path; null: this process sends none. */
  readonly webhooksDirectory: string | null;
  /** Receivers on this machine are sent to as well. */
  readonly webhookLoopback: boolean;
  /** The longest pause between two attempts. */
  readonly webhookPauseSeconds: number;
  /** For so long a receiver may be away. */
  readonly webhookDays: number;
}

const folderMeaning = "folder of the subscriptions to webhooks, their secrets and attempts; one process at a time has it, and sends them";

const otherSettings: readonly Setting[] = [
  {
    name: "QORGAU_WEBHOOK_LOOPBACK",
    otherwise: "no",
    meaning:
      "yes: receivers on this machine are sent to as well, over http too, where operators subscribe them or no token is needed; those in its networks never are",
  },
  {
    name: "QORGAU_WEBHOOK_PAUSE_SECONDS",
    otherwise: "3600",
    meaning: "the longest pause before a message is tried again; pauses begin with a second and double",
  },
  {
    name: "QORGAU_WEBHOOK_DAYS",
    otherwise: "7",
    meaning: "for so many days a receiver may be away before nothing more is sent to it until it is replayed",
  },
];

function readWebhooks(source: SettingsSource, directory: string | null): WebhookSettings {
  return {
    webhooksDirectory: directory === null ? null : resolve(directory),
    webhookLoopback: source.isYes("QORGAU_WEBHOOK_LOOPBACK"),
    webhookPauseSeconds: source.integer("QORGAU_WEBHOOK_PAUSE_SECONDS", { min: 1, max: 86_400, otherwise: 3600 }),
    webhookDays: source.integer("QORGAU_WEBHOOK_DAYS", { min: 1, max: 365, otherwise: 7 }),
  };
}

export const webhookSettings: SettingsGroup<WebhookSettings> = {
  table: [{ name: "QORGAU_WEBHOOKS_DIRECTORY", otherwise: "<QORGAU_DATA>/webhooks", meaning: folderMeaning }, ...otherSettings],
  read: (source) => readWebhooks(source, source.text("QORGAU_WEBHOOKS_DIRECTORY", join(dataDirectoryOf(source), "webhooks"))),
};

/** For a read API that may be one of several: the one that has a folder sends. */
export const commonWebhookSettings: SettingsGroup<WebhookSettings> = {
  table: [
    { name: "QORGAU_WEBHOOKS_DIRECTORY", otherwise: "(none: this process sends no webhooks)", meaning: folderMeaning },
    ...otherSettings,
  ],
  read: (source) => readWebhooks(source, source.optional("QORGAU_WEBHOOKS_DIRECTORY")),
};
