/** The token of commands, for a service that needs one. */
import type { SettingsGroup } from "./settings-group.ts";

export interface CallerSettings {
  readonly token: string | null;
}

export const callerSettings: SettingsGroup<CallerSettings> = {
  table: [
    {
      name: "QORGAU_TOKEN",
      otherwise: "(none)",
      meaning: "the token that commands (npm run import, npm run rebuild) show to a service that asks for one",
      mask: () => "***",
    },
  ],
  read(source) {
    const token = source.optional("QORGAU_TOKEN");
    if (token !== null && !/^[\w.~+/-]+=*$/.test(token))
      source.fault("QORGAU_TOKEN is a token as npm run tokens prints it, and nothing else.");
    return { token };
  },
};
