/** The filters of a request for figures: for each dimension the codes that a case may have, joined by commas. */
import { listOf } from "@qorgau/schemas/requests/parameter-forms";
import { refusals, refusedBy } from "@qorgau/schemas/requests/refusals";
import type { Refusal } from "@qorgau/schemas/requests/refusals";
import { anyCode, miningComplex, rateDimensions, unknownCode } from "@qorgau/schemas/responses/rates";
import type { RateDimension } from "@qorgau/schemas/responses/rates";
import { z } from "zod";
import { codeLists, sectorCodes } from "./filter-codes.ts";
import type { CodeList } from "./filter-codes.ts";

const texts: Readonly<Record<RateDimension, readonly [description: string, example: string]>> = {
  country: ["Country of occurrence, ISO 3166-1. KZ unless filtered or in `by`; a region that is not known is KZ's.", "US"],
  region: ["First-level region of occurrence: ISO 3166-2, or its KATO code.", "KZ-35"],
  sector: [
    `Activity of the employer: a section, a division, or \`${miningComplex}\`, the mining and metallurgical complex (B with divisions 24 and 25).`,
    "B",
  ],
  division: ["Activity of the employer: a division of NACE Rev. 2 (OKED).", "05"],
  severity: ["The gravest that any living statement tells.", "fatal"],
  kind: ["`accident` unless filtered or in `by`.", "disease"],
  method: ["Mining method.", "underground"],
  commodity: ["What is mined.", "coal"],
  hazard: ["Hazard of the mining accident.", "gas_dust_explosion"],
  mine: ["The reporter's code of the mine.", "kostenko"],
  contractor: ["Whether the victim was a contractor's at the mine.", "true"],
  evidence: ["`insurer_only` where only claims tell of the case.", "reported"],
  workRelated: ["Counted cases only; `no` is never counted and is refused.", "yes"],
  sex: ["Of the worker.", "female"],
  ageBand: ["Of the worker on the day of occurrence.", "18-24"],
  cause: ["The main cause.", "safety_rules"],
  circumstance: [
    "What the victim was doing. In Kazakhstan `commuting_own` is left out of the counts unless found to be work-related (Labour Code, article 186); a circumstance in the filter or in `by` brings it in, and the answer tells in `commutingLeftOut` how many are left out.",
    "business_travel",
  ],
  roadTraffic: ["Whether it was a road traffic accident.", "true"],
  workerStatus: ["What the worker is to the enterprise.", "agency"],
  migrant: ["Whether the worker came from abroad to work. No exposure is stated by it.", "true"],
  size: ["Number of workers of the enterprise.", "10-49"],
  employer: [
    "The enterprise: its BIN, or the pseudonym of a sole proprietor. An IIN is refused, and masked wherever the URL is written down.",
    "200140000004",
  ],
};

/** What is said once for all filters. */
function rulesOf({ nullable }: CodeList): string {
  const unknown = nullable ? ` \`${unknownCode}\` the cases of which it is not known,` : "";
  return `Several mean any of them,${unknown} \`${anyCode}\` lifts the default.`;
}

const codeListOf = (dimension: RateDimension): CodeList => (dimension === "sector" ? sectorCodes : codeLists[dimension]);

/** By what a list of codes is refused where nothing else says it. */
function refusalOf({ form, nullable }: CodeList): Refusal {
  return { rule: "QG-0604", facts: { form: nullable ? `${form}, or ${unknownCode}` : form } };
}

/** A code as it is published, "" for unknown. */
function codeOf({ codes, read, refuse, nullable, ...list }: CodeList) {
  const { facts } = refusalOf({ codes, read, nullable, ...list });
  // An enum would put codes of digits before all others.
  const known = codes instanceof RegExp ? z.string().regex(codes) : z.literal(codes);
  const code = z.union([known, z.enum(nullable ? [anyCode, unknownCode] : [anyCode])]).transform((text, context) => {
    if (text === anyCode) return text;
    const published = text === unknownCode ? "" : read(text);
    if (published === null) context.addIssue({ code: "custom", ...refusedBy("QG-0604", facts) });
    return published ?? "";
  });
  if (refuse === undefined) return code;
  return z.preprocess((text, context) => {
    const rule = refuse(String(text));
    if (rule !== null) context.addIssue({ code: "custom", ...refusedBy(rule) });
    return text;
  }, code);
}

/** The codes of a dimension; null where any will do, undefined where nothing is said of it. */
function filterOf(dimension: RateDimension) {
  const list = codeListOf(dimension);
  const [description, example] = texts[dimension];
  return listOf(codeOf(list), list.thingsOf)
    .superRefine(
      (codes, context) => {
        if (codes.includes(anyCode) && codes.length > 1) context.addIssue({ code: "custom", ...refusedBy("QG-0613") });
      },
      { when: ({ value }) => Array.isArray(value) },
    )
    .transform((codes) => (codes.includes(anyCode) ? null : codes))
    .optional()
    .meta({ description: `${description} ${rulesOf(list)}`, examples: [[example]] })
    .register(refusals, refusalOf(list));
}

export const filterParameters = Object.fromEntries(rateDimensions.map((dimension) => [dimension, filterOf(dimension)])) as Readonly<
  Record<RateDimension, ReturnType<typeof filterOf>>
>;

/** A filter of other tables, as that of rates takes it; null: any. */
const parameterOf = (dimension: RateDimension) =>
  filterParameters[dimension].transform((codes) => codes ?? null).register(refusals, refusalOf(codeListOf(dimension)));
export const employerParameter = parameterOf("employer");
export const regionParameter = parameterOf("region");
export const sectorParameter = parameterOf("sector");
