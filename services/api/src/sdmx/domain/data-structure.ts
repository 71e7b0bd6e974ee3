/**
 * The data structures of SDMX and their dataflows (METHODS, section 10): dimensions in the order of a key, attributes with what they are of, and the tables of
 * `/v1/rates` that the measures are figures of. Beside the figures in their own structure there are views as the ILO and Eurostat have them.
 */
import type { RateDimension } from "@qorgau/schemas/responses/rates";
import {
  activities,
  ages,
  areas,
  countriesOfEurostat,
  countriesOfIlo,
  frequencies,
  measureCodes,
  migration,
  naceActivities,
  observationStatusCodes,
  ratesOfEurostat,
  sexCodes,
  units,
  years,
} from "./code-lists.ts";
import type { CodeList, Names } from "./code-lists.ts";

export const agency = "KZOSH";
export const version = "1.0";
export const timeDimension = "TIME_PERIOD";
export const primaryMeasure = "OBS_VALUE";

export interface SdmxDimension {
  readonly id: string;
  readonly name: string;
  readonly list: CodeList;
  /** The dimension of `/v1/rates` that divides its total, which is the first code of the list. Without one and a role it has that code alone. */
  readonly by?: RateDimension;
  readonly role?: "frequency" | "measure";
}

export interface Structure {
  readonly id: string;
  readonly name: string;
  /** In the order of a key; the time comes behind them. */
  readonly dimensions: readonly SdmxDimension[];
}

const eco: SdmxDimension = { id: "ECO", name: "Economic activity", list: activities, by: "sector" };
const sex: SdmxDimension = { id: "SEX", name: "Sex", list: sexCodes, by: "sex" };
const mig: SdmxDimension = { id: "MIG", name: "Migrant status", list: migration, by: "migrant" };
const measureDimension: SdmxDimension = { id: "MEASURE", name: "Measure", list: measureCodes, role: "measure" };
const ofIlo: readonly SdmxDimension[] = [
  { id: "REF_AREA", name: "Reference area", list: countriesOfIlo },
  { id: "FREQ", name: "Frequency", list: years, role: "frequency" },
  measureDimension,
];

const injuries: Structure = {
  id: "INJ",
  name: "Occupational injuries and diseases",
  dimensions: [
    { id: "FREQ", name: "Frequency", list: frequencies, role: "frequency" },
    { id: "REF_AREA", name: "Reference area", list: areas, by: "region" },
    measureDimension,
    eco,
    sex,
    { id: "AGE", name: "Age", list: ages, by: "ageBand" },
    mig,
  ],
};
const byActivity: Structure = {
  id: "INJ_ECO",
  name: "Occupational injuries by economic activity, as the ILO has them",
  dimensions: [...ofIlo, eco],
};
const bySexAndMigration: Structure = {
  id: "INJ_SEX_MIG",
  name: "Occupational injuries by sex and migrant status, as the ILO has them",
  dimensions: [...ofIlo, sex, mig],
};
const esaw: Structure = {
  id: "HSW_N2",
  name: "Accidents at work by activity, as Eurostat has them (ESAW)",
  dimensions: [
    { id: "freq", name: "Frequency", list: years, role: "frequency" },
    { id: "unit", name: "Unit of measure", list: ratesOfEurostat, role: "measure" },
    { id: "nace_r2", name: "Activity, NACE Rev. 2", list: naceActivities, by: "sector" },
    { id: "geo", name: "Geopolitical entity", list: countriesOfEurostat },
  ],
};
export const structures: readonly Structure[] = [injuries, byActivity, bySexAndMigration, esaw];

export interface SdmxAttribute {
  readonly id: string;
  readonly name: string;
  /** What it is attached to. */
  readonly level: "dataset" | "series" | "observation";
  readonly list?: CodeList;
  readonly type?: "Double" | "Integer" | "String";
}

export const attributes: readonly SdmxAttribute[] = [
  { id: "VINTAGE", name: "Cut of the log that all values are of: the watermark of /v1/rates", level: "dataset", type: "String" },
  { id: "RULES", name: "Number of the merging rules", level: "dataset", type: "Integer" },
  { id: "UNIT_MEASURE", name: "Unit of measure", level: "series", list: units },
  { id: "UNIT_MULT", name: "Unit multiplier, a power of ten", level: "series", type: "Integer" },
  { id: "BASE", name: "Basis of the denominator, as /v1/rates names it", level: "series", type: "String" },
  { id: "OBS_STATUS", name: "Observation status", level: "observation", list: observationStatusCodes },
  { id: "EXPOSURE", name: "Denominator: workers", level: "observation", type: "Double" },
  {
    id: "EXP_PERIOD",
    name: "The latest earlier period that a part of the denominator was stated for",
    level: "observation",
    type: "String",
  },
  { id: "LCL", name: "Lower limit of the rate, 95 %", level: "observation", type: "Double" },
  { id: "UCL", name: "Upper limit of the rate, 95 %", level: "observation", type: "Double" },
  { id: "REASON", name: "Why there is no value, as /v1/rates says it", level: "observation", type: "String" },
];

/** Which table of `/v1/rates` a measure is a figure of. */
export interface SdmxMeasure {
  readonly table: string;
  readonly figure: "count" | "rate";
  readonly unit: string;
}

/** What a definition needs to know of a case. */
export type Requirement = "circumstance" | "migrant" | "daysLost" | "diedOn";

export interface Dataflow {
  readonly id: string;
  readonly names: Names;
  readonly structure: Structure;
  /** What a table is asked with, beside its cells and periods. */
  readonly tables: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly measures: Readonly<Record<string, SdmxMeasure>>;
  /** What at least 80 % of its cases must state, since it is not approximated. */
  readonly requirements: readonly Requirement[];
}

const persons = (table: string): SdmxMeasure => ({ table, figure: "count", unit: "PERSONS" });
const rate = (table: string): SdmxMeasure => ({ table, figure: "rate", unit: "PER_100000_WORKERS" });

/** The resolution of the 16th ICLS (1998): deaths within a year, commuting apart; non-fatal ones with a day lost at least. */
const withoutCommuting = "at_work,business_travel,commuting_employer_transport,unknown";
const perWorkers = { per: "100000_workers" };
const fatalOfIlo = { fatal: { measure: "fatal", deathWithin: "365d", circumstance: withoutCommuting, ...perWorkers } };
const nonFatalOfIlo = {
  nonFatal: { measure: "lost_time", severity: "severe,light", deathWithin: "365d", circumstance: withoutCommuting, ...perWorkers },
};
/** ESAW: more than three days lost, deaths within a year; commuting is no accident at work, whoever drives. */
const atWork = "at_work,business_travel,unknown";
const ofEurostat = (table: string) => ({ NR: persons(table), RT_INC: rate(table) });

export const dataflows: readonly Dataflow[] = [
  {
    id: "DF_INJ",
    names: {
      en: "Occupational injuries and diseases in Kazakhstan",
      ru: "Производственный травматизм и профессиональные заболевания в Казахстане",
      kk: "Қазақстандағы өндірістік жарақаттану және кәсіптік аурулар",
    },
    structure: injuries,
    requirements: [],
    tables: {
      fatal: { measure: "fatal", ...perWorkers },
      // Fatal, severe and light are all the severities there are.
      nonFatal: { measure: "injured", severity: "severe,light", ...perWorkers },
      days: { measure: "days_lost", per: "none" },
      diseases: { measure: "injured", kind: "disease", per: "none" },
    },
    measures: {
      INJ_FATL_NB: persons("fatal"),
      INJ_FATL_RT: rate("fatal"),
      INJ_NFTL_NB: persons("nonFatal"),
      INJ_NFTL_RT: rate("nonFatal"),
      INJ_DAYS_NB: { table: "days", figure: "count", unit: "DAYS" },
      DIS_NB: persons("diseases"),
    },
  },
  {
    id: "DF_INJ_FATL_ECO_NB",
    names: {
      en: "Fatal occupational injuries by economic activity (ILO)",
      ru: "Погибшие на производстве по видам деятельности (МОТ)",
      kk: "Өндірісте қаза тапқандар, қызмет түрлері бойынша (ХЕҰ)",
    },
    structure: byActivity,
    tables: fatalOfIlo,
    measures: { INJ_FATL_NB: persons("fatal") },
    requirements: ["circumstance", "diedOn"],
  },
  {
    id: "DF_INJ_FATL_ECO_RT",
    names: {
      en: "Fatal occupational injuries per 100,000 workers by economic activity (ILO)",
      ru: "Погибшие на производстве на 100 000 работников по видам деятельности (МОТ)",
      kk: "Өндірісте қаза тапқандар, 100 000 жұмыскерге шаққанда, қызмет түрлері бойынша (ХЕҰ)",
    },
    structure: byActivity,
    tables: fatalOfIlo,
    measures: { INJ_FATL_RT: rate("fatal") },
    requirements: ["circumstance", "diedOn"],
  },
  {
    id: "DF_INJ_NFTL_ECO_NB",
    names: {
      en: "Non-fatal occupational injuries by economic activity (ILO)",
      ru: "Пострадавшие на производстве без смертельного исхода по видам деятельности (МОТ)",
      kk: "Өндірісте зардап шегіп, тірі қалғандар, қызмет түрлері бойынша (ХЕҰ)",
    },
    structure: byActivity,
    tables: nonFatalOfIlo,
    measures: { INJ_NFTL_NB: persons("nonFatal") },
    requirements: ["circumstance", "daysLost", "diedOn"],
  },
  {
    id: "DF_INJ_NFTL_ECO_RT",
    names: {
      en: "Non-fatal occupational injuries per 100,000 workers by economic activity (ILO)",
      ru: "Пострадавшие на производстве без смертельного исхода на 100 000 работников по видам деятельности (МОТ)",
      kk: "Өндірісте зардап шегіп, тірі қалғандар, 100 000 жұмыскерге шаққанда, қызмет түрлері бойынша (ХЕҰ)",
    },
    structure: byActivity,
    tables: nonFatalOfIlo,
    measures: { INJ_NFTL_RT: rate("nonFatal") },
    requirements: ["circumstance", "daysLost", "diedOn"],
  },
  {
    id: "DF_SDG_F881_SEX_MIG_RT",
    names: {
      en: "Fatal occupational injuries per 100,000 workers by sex and migrant status (SDG indicator 8.8.1)",
      ru: "Погибшие на производстве на 100 000 работников по полу и статусу мигранта (показатель ЦУР 8.8.1)",
      kk: "Өндірісте қаза тапқандар, 100 000 жұмыскерге шаққанда, жынысы мен көші-қон мәртебесі бойынша (ТДМ 8.8.1 көрсеткіші)",
    },
    structure: bySexAndMigration,
    tables: fatalOfIlo,
    measures: { SDG_F881_RT: rate("fatal") },
    requirements: ["circumstance", "migrant", "diedOn"],
  },
  {
    id: "hsw_n2_01",
    names: {
      en: "Non-fatal accidents at work with more than three days lost, by NACE Rev. 2 activity (ESAW)",
      ru: "Несчастные случаи на производстве без смертельного исхода с потерей более трёх дней, по видам деятельности (ESAW)",
      kk: "Қаза болмаған, үш күннен артық жоғалтылған жазатайым оқиғалар, қызмет түрлері бойынша (ESAW)",
    },
    structure: esaw,
    tables: {
      nonFatal: { measure: "lost_time", lostDays: "4", severity: "severe,light", deathWithin: "365d", circumstance: atWork, ...perWorkers },
    },
    measures: ofEurostat("nonFatal"),
    requirements: ["circumstance", "daysLost", "diedOn"],
  },
  {
    id: "hsw_n2_02",
    names: {
      en: "Fatal accidents at work by NACE Rev. 2 activity (ESAW)",
      ru: "Смертельные несчастные случаи на производстве по видам деятельности (ESAW)",
      kk: "Қаза болған жазатайым оқиғалар, қызмет түрлері бойынша (ESAW)",
    },
    structure: esaw,
    tables: { fatal: { measure: "fatal", deathWithin: "365d", circumstance: atWork, ...perWorkers } },
    measures: ofEurostat("fatal"),
    requirements: ["circumstance", "diedOn"],
  },
];

/** The resources of structure that there are. */
export const artefacts = ["dataflow", "datastructure", "codelist", "conceptscheme"] as const;
export type Artefact = (typeof artefacts)[number];

/** Resources of structure that the standard has beside them (SDMX REST 2.1). */
export const otherArtefacts: readonly string[] = [
  ...["actualconstraint", "agencyscheme", "allowedconstraint", "attachmentconstraint", "availableconstraint", "categorisation"],
  ...["categoryscheme", "contentconstraint", "customtypescheme", "dataconsumerscheme", "dataproviderscheme", "hierarchicalcodelist"],
  ...["metadata", "metadataflow", "metadatastructure", "namealiasscheme", "namepersonalisationscheme", "organisationscheme"],
  ...["organisationunitscheme", "process", "provisionagreement", "reportingtaxonomy", "rulesetscheme", "schema", "structure"],
  ...["structureset", "transformationscheme", "userdefinedoperatorscheme"],
];

export const structureDetails = [
  "full",
  "allstubs",
  "referencestubs",
  "allcompletestubs",
  "referencecompletestubs",
  "referencepartial",
] as const;
export type StructureDetail = (typeof structureDetails)[number];

export const references = ["none", "children", "descendants", "all", "parents", "parentsandsiblings"] as const;
export type References = (typeof references)[number];
