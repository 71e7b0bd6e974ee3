/** The codes a filter of `/v1/rates` takes, dimension by dimension, and what to say of them in a message. */
import { sections, divisions, resolveSector } from "@qorgau/schemas/codes/activities";
import { countries } from "@qorgau/schemas/codes/countries";
import {
  ageBands,
  causes,
  circumstances,
  commodities,
  enterpriseSizes,
  evidences,
  hazards,
  kinds,
  miningMethods,
  severities,
  sexes,
  workerStatuses,
} from "@qorgau/schemas/codes/enumerations";
import { classifyIdentifier } from "@qorgau/schemas/events/identifiers";
import { resolveRegion } from "@qorgau/schemas/codes/regions";
import { miningComplex } from "@qorgau/schemas/responses/rates";
import type { FilteredDimension } from "@qorgau/schemas/responses/rates";

export interface CodeList {
  /** The code as published, or null where there is none such. */
  readonly read: (text: string) => string | null;
  /** What may be sent, for the message: from our own lists, never what was sent. */
  readonly form: string;
  /** Whether a case may lack it, so that `unknown` asks for something. */
  readonly nullable: boolean;
}

function listed(codes: readonly string[], nullable: boolean): CodeList {
  const known = new Set(codes);
  return { read: (text) => (known.has(text) ? text : null), form: codes.join(", "), nullable };
}

/** A KATO code is taken where it names the whole region: a narrower one would be answered too widely. */
const firstLevelKato = /^\d{2}0000000$/;
const region: CodeList = {
  read: (text) => (/^\d/.test(text) && !firstLevelKato.test(text) ? null : (resolveRegion(text)?.region ?? null)),
  form: "ISO 3166-2 codes such as KZ-35, or KATO codes of the first level such as 350000000",
  nullable: true,
};

const pseudonymForm = /^qg1:[^:,|]{1,64}:[0-9a-f]{64}$/;
/** Who keeps no BIN is a person, and known by the pseudonym alone. */
export const employer: CodeList = {
  read: (text) => (classifyIdentifier(text) === "bin" || pseudonymForm.test(text) ? text : null),
  form: "BINs of twelve digits, or pseudonyms of sole proprietors",
  nullable: true,
};

const mineForm = /^[a-z0-9-]{1,64}$/;

export const codeLists: Readonly<Record<FilteredDimension, CodeList>> = {
  country: { read: (text) => (countries.has(text) ? text : null), form: "ISO 3166-1 codes such as KZ", nullable: false },
  region,
  division: {
    ...listed(
      divisions.map(({ code }) => code),
      true,
    ),
    form: "two digits of OKED or NACE such as 05",
  },
  severity: listed(severities, false),
  kind: listed(kinds, false),
  method: listed(miningMethods, true),
  commodity: listed(commodities, true),
  hazard: listed(hazards, true),
  mine: { read: (text) => (mineForm.test(text) ? text : null), form: "identifiers of mines, a to z, 0 to 9 and hyphens", nullable: true },
  contractor: listed(["true", "false"], true),
  evidence: listed(evidences, false),
  workRelated: listed(["under_investigation", "yes"], false),
  sex: listed(sexes, true),
  ageBand: listed(ageBands, true),
  cause: listed(causes, true),
  circumstance: listed(circumstances, true),
  roadTraffic: listed(["true", "false"], true),
  workerStatus: listed(workerStatuses, true),
  migrant: listed(["true", "false"], true),
  size: listed(enterpriseSizes, true),
  employer,
};

/** What `sector=` takes beside `unknown`; the complex is both a section and two divisions. */
export const sectorForm = `section letters ${sections[0]?.code} to ${sections.at(-1)?.code}, two digits of OKED or NACE such as 05, or ${miningComplex}`;

export function readSector(text: string): { readonly sections: readonly string[]; readonly divisions: readonly string[] } | null {
  if (text === miningComplex) return { sections: ["B"], divisions: ["24", "25"] };
  if (!/^([A-Z]|\d{2})$/.test(text)) return null;
  const found = resolveSector(text);
  if (found === null) return null;
  return found.division === null ? { sections: [found.section], divisions: [] } : { sections: [], divisions: [found.division] };
}
