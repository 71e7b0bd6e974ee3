/** The parameters of the read API, described from the code lists that the service itself checks against. */
import { answerForms } from "@qorgau/infra/http/responses/answer-form";
import { annualPers } from "@qorgau/schemas/responses/annual-rollup";
import { divisions, sections } from "@qorgau/schemas/codes/activities";
import {
  ageBands,
  causes,
  circumstances,
  commodities,
  enterpriseSizes,
  entities,
  evidences,
  hazards,
  kinds,
  miningMethods,
  severities,
  sexes,
  workerStatuses,
  workRelations,
} from "@qorgau/schemas/codes/enumerations";
import { languages } from "@qorgau/schemas/languages";
import { pageLimitDefault, pageLimitMax } from "@qorgau/schemas/responses/page-limits";
import { anyCode, measures, miningComplex, pers, rateDimensions, ratePeriods, unknownCode } from "@qorgau/schemas/responses/rates";
import type { RateDimension } from "@qorgau/schemas/responses/rates";
import { choiceParameters, yearOf, regionOf } from "./choice-parameters.ts";
import { inQuery } from "./in-query.ts";

/** Several codes, joined by commas or each under the name again, any of which a case may have. */
function codeList(name: string, description: string, codes: readonly string[] | RegExp, example: string) {
  const known = codes instanceof RegExp ? { type: "string", pattern: codes.source } : { type: "string", enum: codes };
  const items = { anyOf: [known, { type: "string", enum: [anyCode, unknownCode] }] };
  return { ...inQuery(name, description, { type: "array", items }, [example]), style: "form", explode: false };
}

const filterDetails: Readonly<Record<RateDimension, readonly [description: string, codes: readonly string[] | RegExp, example: string]>> = {
  country: ["Country of occurrence, ISO 3166-1. KZ unless filtered or in `by`; a region that is not known is KZ's.", /^[A-Z]{2}$/, "US"],
  region: ["First-level region of occurrence: ISO 3166-2, or its KATO code.", /^[A-Z]{2}-[A-Z0-9]{1,3}$|^\d{9}$/, "KZ-35"],
  sector: [
    `Activity of the employer: a section, a division, or \`${miningComplex}\`, the mining and metallurgical complex (B with divisions 24 and 25).`,
    [...sections.map(({ code }) => code), ...divisions.map(({ code }) => code), miningComplex],
    "B",
  ],
  division: ["Activity of the employer: a division of NACE Rev. 2 (OKED).", divisions.map(({ code }) => code), "05"],
  severity: ["The gravest that any living statement tells.", severities, "fatal"],
  kind: ["`accident` unless filtered or in `by`.", kinds, "disease"],
  method: ["Mining method.", miningMethods, "underground"],
  commodity: ["What is mined.", commodities, "coal"],
  hazard: ["Hazard of the mining accident.", hazards, "gas_dust_explosion"],
  mine: ["The reporter's code of the mine.", /^[a-z0-9-]{1,64}$/, "kostenko"],
  contractor: ["Whether the victim was a contractor's at the mine.", ["true", "false"], "true"],
  evidence: ["`insurer_only` where only claims tell of the case.", evidences, "reported"],
  workRelated: ["Counted cases only; `no` is never counted and is refused.", workRelations.filter((code) => code !== "no"), "yes"],
  sex: ["Of the worker.", sexes, "female"],
  ageBand: ["Of the worker on the day of occurrence.", ageBands, "18-24"],
  cause: ["The main cause.", causes, "safety_rules"],
  circumstance: [
    "What the victim was doing. In Kazakhstan `commuting_own` is left out of the counts unless found to be work-related (Labour Code, article 186); a circumstance in the filter or in `by` brings it in, and the answer tells in `commutingLeftOut` how many are left out.",
    circumstances,
    "business_travel",
  ],
  roadTraffic: ["Whether it was a road traffic accident.", ["true", "false"], "true"],
  workerStatus: ["What the worker is to the enterprise.", workerStatuses, "agency"],
  migrant: ["Whether the worker came from abroad to work. No exposure is stated by it.", ["true", "false"], "true"],
  size: ["Number of workers of the enterprise.", enterpriseSizes, "10-49"],
  employer: [
    "The enterprise: its BIN, or the pseudonym of a sole proprietor. An IIN is refused, and masked wherever the URL is written down.",
    /^\d{12}$|^qg1:[^:,|]{1,64}:[0-9a-f]{64}$/,
    "200140000004",
  ],
};

const filters = rateDimensions.map((name) => {
  const [description, codes, example] = filterDetails[name];
  const rule = `Several mean any of them, \`${unknownCode}\` the cases of which it is not known, \`${anyCode}\` lifts the default.`;
  return codeList(name, `${description} ${rule}`, codes, example);
});

const formOfAnswer = inQuery(
  "format",
  "The form of the answer. Without it the Accept header decides, JSON among equals. `xlsx` is a workbook: every cell has its type, the numbers are those of the JSON; of a year it is laid out to be printed.",
  { type: "string", enum: answerForms, default: "json" },
  "csv",
);
export const language = inQuery(
  "lang",
  "The language of a workbook, of names, and of the messages of a refusal, where it goes before Accept-Language.",
  { type: "string", enum: languages, default: "en" },
  "kk",
);
const names = inQuery(
  "names",
  "`true`: beside every code of a region, section, division, severity, sex, cause or kind what it is called (`regionName`), in the language of `lang`. A workbook in a language has them unless `false`.",
  { type: "string", enum: ["true", "false"] },
  "true",
);
const excel = inQuery(
  "excel",
  "`true`: a CSV file that a spreadsheet opens by itself, with a byte order mark and semicolons. Numbers keep their decimal point.",
  { type: "string", enum: ["true", "false"], default: "false" },
  "true",
);
/** In which form a table is answered, and how it looks. */
export const formParameters = [formOfAnswer, language, names, excel];

export const partial = inQuery(
  "partial",
  "`true`: figures also while what was in the log at the start is not all in them; without it they are 503 then. `Qorgau-Behind` says how many records are missing.",
  { type: "string", enum: ["true", "false"], default: "false" },
  "true",
);

export const atLeast = inQuery(
  "atLeast",
  "A position as acknowledged, or a watermark as answered. The answer waits, at most 5 seconds, until it is included; else it is 503 with Retry-After. What the log does not hold is 400.",
  { type: "string", pattern: String.raw`^\d{1,9}:\d{1,15}(,\d{1,9}:\d{1,15})*$` },
  "0:812",
);

export const asOf = inQuery(
  "asOf",
  "The answer as it could be given at an instant (RFC 3339 with its offset, `+` escaped as `%2B`; effective stamps up to it, inclusive), or the records of a watermark as answered. " +
    "Such an answer never changes. An instant is settled once every partition of the log holds a later record; until then the answer waits, at most 5 seconds, else it is 503 with Retry-After. " +
    "One that is still to come is 400; so is a watermark that the log does not hold, or that lies far from every cut that an answer was of.",
  { type: "string" },
  "2026-02-03T07:40:00+05:00",
);

export const date = { type: "string", format: "date" };

export const ratesParameters = [
  inQuery(
    "measure",
    "What is counted. `injured`: all counting victims, the dead among them; `lost_time`: the fatal, the severe unless they state fewer days than `lostDays`, and the light that state so many; `days_lost`: of non-fatal cases.",
    { type: "string", enum: measures, default: "injured" },
    "fatal",
  ),
  inQuery(
    "per",
    "What it is divided by. `case` goes with `days_lost` alone; `none` gives the count and the interval of the expected count.",
    { type: "string", enum: pers, default: "1000_workers" },
    "100000_workers",
  ),
  inQuery(
    "period",
    "The rows' length of time. `ytd`: 1 January to the month and day of `to`, else of the day of the cut, one row per calendar year; `rolling12m`: the twelve months ending with each month.",
    { type: "string", enum: ratePeriods, default: "year" },
    "month",
  ),
  {
    ...inQuery(
      "by",
      "The dimensions of the cells, in the order of the answer. A cell of which the code is not known has null.",
      { type: "array", items: { type: "string", enum: rateDimensions }, uniqueItems: true },
      ["region", "sector"],
    ),
    style: "form",
    explode: false,
  },
  ...filters,
  inQuery("site", "`mine`: only cases that tell a mining dimension.", { type: "string", enum: ["mine"] }, "mine"),
  inQuery(
    "from",
    "First day, inclusive. Without it the first period with a counting case or exposure of the asked country, but no more than ten calendar years before the last such year; the answer then says `from` and `earliest`.",
    date,
    "2025-01-01",
  ),
  inQuery("to", "Last day, inclusive. A period that a given day cuts is `partial` and has no rate.", date, "2026-12-31"),
  ...choiceParameters,
  asOf,
  atLeast,
  partial,
  ...formParameters,
];

const page = [
  inQuery(
    "limit",
    "So much of the answer at once: cases of `/v1/explain`, changes of `/v1/revisions`, where the values of one instant are never parted.",
    { type: "integer", minimum: 1, maximum: pageLimitMax, default: pageLimitDefault },
    20,
  ),
  inQuery(
    "cursor",
    "`nextCursor` of the page before, with the same parameters: every page is of the cut of the first one. It fits no other question and no other address.",
    { type: "string" },
    "MDo4MTI7NDI",
  ),
];

/** Those of `/v1/rates`, narrowed by filters and bounds to one row, and the page. */
export const rowParameters = [...ratesParameters, ...page];

const ofRecord = (name: string, description: string, example: string) => ({
  ...inQuery(name, description, { type: "string", minLength: 1 }, example),
  required: true,
});

export const recordParameters = [
  ofRecord("source", "The reporter, as in the event.", "urn:kz:bin:200140000004"),
  ofRecord("subject", "The reporter's own number of the record.", "N1-2026-0017"),
  inQuery("entity", "All of that name unless told.", { type: "string", enum: entities }, "case"),
  asOf,
  atLeast,
  partial,
  ...formParameters,
];

/** Of what was kept when it was made. */
export const keptFormParameters = [formOfAnswer, language];

export const annualChoiceParameters = [
  inQuery("per", "What the injured are divided by.", { type: "string", enum: annualPers, default: "1000_workers" }, "100000_workers"),
  yearOf,
  regionOf,
];

export const annualRollupParameters = [
  {
    name: "year",
    in: "path",
    required: true,
    description: "The calendar year; it is set against the year before.",
    schema: { type: "string", pattern: String.raw`^\d{4}$` },
    example: "2026",
  },
  ...annualChoiceParameters,
  asOf,
  atLeast,
  partial,
  ...formParameters,
];
