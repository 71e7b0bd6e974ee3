/** The codes a filter of `/v1/rates` takes, dimension by dimension, and what to say of them in a message. */
import { sections, divisions } from "@qorgau/schemas/codes/activities";
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
import { containsIin } from "@qorgau/schemas/events/personal-identifier";
import type { RuleId } from "@qorgau/schemas/rules/rules";
import { miningComplex } from "@qorgau/schemas/responses/rates";
import type { FilteredDimension } from "@qorgau/schemas/responses/rates";

/** The codes that a filter takes. */
export interface CodeList {
  /** What may be sent, as the contract states it; `read` may refuse more. */
  readonly codes: readonly string[] | RegExp;
  /** The code as published, or null where there is none such. */
  readonly read: (text: string) => string | null;
  /** What may be sent, for the message: from our own lists, never what was sent. */
  readonly form: string;
  /** Whether a case may lack it, so that `unknown` is a code of the filter. */
  readonly nullable: boolean;
  /** By which rule a text is refused before anything else; null where by none. */
  readonly refuse?: (text: string) => RuleId | null;
  /** What a code includes, where it is more than itself: nothing may be requested twice. */
  readonly thingsOf?: (code: string) => readonly string[];
}

function listed(codes: readonly string[], nullable: boolean): CodeList {
  const known = new Set(codes);
  return { codes, read: (text) => (known.has(text) ? text : null), form: codes.join(", "), nullable };
}

/** A KATO code is taken where it names the whole region: the response to a narrower one would be too wide. */
const firstLevelKato = /^\d{2}0000000$/;
const region: CodeList = {
  codes: /^[A-Z]{2}-[A-Z0-9]{1,3}$|^\d{9}$/,
  read: (text) => (/^\d/.test(text) && !firstLevelKato.test(text) ? null : (resolveRegion(text)?.region ?? null)),
  form: "ISO 3166-2 codes such as KZ-35, or KATO codes of the first level such as 350000000",
  nullable: true,
};

/** An employer without a BIN is a person, and known by the pseudonym alone. */
const employer: CodeList = {
  codes: /^\d{12}$|^qg1:[^:,|]{1,64}:[0-9a-f]{64}$/,
  read: (text) => (!/^\d/.test(text) || classifyIdentifier(text) === "bin" ? text : null),
  refuse: (text) => (containsIin(text) ? "QG-0631" : null),
  form: "BINs of twelve digits, or pseudonyms of sole proprietors",
  nullable: true,
};

const mine: CodeList = {
  codes: /^[a-z0-9-]{1,64}$/,
  read: (text) => text,
  form: "identifiers of mines, a to z, 0 to 9 and hyphens",
  nullable: true,
};

const country: CodeList = {
  codes: /^[A-Z]{2}$/,
  read: (text) => (countries.has(text) ? text : null),
  form: "ISO 3166-1 codes such as KZ",
  nullable: false,
};

const workRelated: CodeList = {
  ...listed(["under_investigation", "yes"], false),
  refuse: (text) => (text === "no" ? "QG-0609" : null),
};

export const codeLists: Readonly<Record<FilteredDimension, CodeList>> = {
  country,
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
  mine,
  contractor: listed(["true", "false"], true),
  evidence: listed(evidences, false),
  workRelated,
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

/** What `sector=` takes; the complex is both a section and two divisions. */
export const sectorCodes: CodeList = {
  ...listed([...sections.map(({ code }) => code), ...divisions.map(({ code }) => code), miningComplex], true),
  form: `section letters ${sections[0]?.code} to ${sections.at(-1)?.code}, two digits of OKED or NACE such as 05, or ${miningComplex}`,
  thingsOf: (code) => [...sectorsOf(code).sections, ...sectorsOf(code).divisions],
};

/** The sections and divisions of a code as published, "" for unknown. */
export function sectorsOf(code: string): { readonly sections: readonly string[]; readonly divisions: readonly string[] } {
  if (code === miningComplex) return { sections: ["B"], divisions: ["24", "25"] };
  return /^\d/.test(code) ? { sections: [], divisions: [code] } : { sections: [code], divisions: [] };
}
