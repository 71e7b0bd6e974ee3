/** What is open to all: figures under disclosure control, for callers without a token. */
import { resolve } from "node:path";
import { faultsOfFiles } from "./check-files.ts";
import type { SettingsGroup } from "./settings-group.ts";

/** `disclosureKeyFile` is an absolute path; null where nothing is open to all. */
export interface DisclosureSettings {
  readonly isPublic: boolean;
  readonly disclosureKeyFile: string | null;
}

export const disclosureSettings: SettingsGroup<DisclosureSettings> = {
  table: [
    {
      name: "QORGAU_PUBLIC",
      otherwise: "no",
      meaning:
        "yes: callers without a token read a closed list of protected figures; only with QORGAU_TOKENS_FILE and QORGAU_DISCLOSURE_KEY_FILE",
    },
    {
      name: "QORGAU_DISCLOSURE_KEY_FILE",
      otherwise: "(none)",
      meaning: "key that the noise of public figures follows from; belongs to the log for life, the same for every read API process",
    },
  ],
  read(source) {
    const isPublic = source.isYes("QORGAU_PUBLIC");
    const file = source.optional("QORGAU_DISCLOSURE_KEY_FILE");
    const asksCallers = source.isGiven("QORGAU_TOKENS_FILE") || source.isGiven("QORGAU_OIDC_ISSUER");
    if (isPublic && (!asksCallers || source.isYes("QORGAU_OPEN"))) {
      source.fault(
        "QORGAU_PUBLIC=yes opens protected figures to callers without a token, and where nobody is asked for one everybody sees everything: " +
          "make tokens (npm run tokens), name their file in QORGAU_TOKENS_FILE, and leave QORGAU_OPEN out.",
      );
    }
    if (isPublic && file === null) {
      source.fault(
        "QORGAU_PUBLIC=yes needs QORGAU_DISCLOSURE_KEY_FILE: the noise of public figures follows from a secret key. " +
          "Make one, and keep a backup as long as the log: (umask 077; openssl rand -hex 32 > disclosure.key)",
      );
    }
    return { isPublic, disclosureKeyFile: isPublic && file !== null ? resolve(file) : null };
  },
  check: ({ disclosureKeyFile }) => faultsOfFiles([{ name: "QORGAU_DISCLOSURE_KEY_FILE", file: disclosureKeyFile, isSecret: true }]),
};
