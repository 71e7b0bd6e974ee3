/** What is said of the figures where they are described. */
import type { SettingsGroup } from "./settings-group.ts";

export interface PublicationSettings {
  /** The address of the licence; null where none is stated. */
  readonly licence: string | null;
}

export const publicationSettings: SettingsGroup<PublicationSettings> = {
  table: [
    {
      name: "QORGAU_LICENCE",
      otherwise: "(none)",
      meaning:
        "address (http or https) of the licence that the figures are published under, such as https://creativecommons.org/licenses/by/4.0/; shown with each indicator",
    },
  ],
  read(source) {
    const licence = source.optional("QORGAU_LICENCE");
    if (licence !== null && !isWebAddress(licence)) source.fault("QORGAU_LICENCE is the address of a licence, http:// or https://.");
    return { licence };
  },
};

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && ["http:", "https:"].includes(new URL(text).protocol);
}
