/** The data structure of SDMX: dimensions in the order of a key, attributes with what they are of, and the dataflow (METHODS, section 10). */
import type { RateDimension } from "@qorgau/schemas/responses/rates";
import { activities, ages, areas, frequencies, measureCodes, migration, observationStatusCodes, sexCodes, units } from "./code-lists.ts";
import type { CodeList } from "./code-lists.ts";

export const agency = "KZOSH";
export const structureId = "INJ";
export const version = "1.0";
export const timeDimension = "TIME_PERIOD";
export const primaryMeasure = "OBS_VALUE";

export interface SdmxDimension {
  readonly id: string;
  readonly name: string;
  readonly list: CodeList;
  /** The dimension of `/v1/rates` that divides its total, which is the first code of the list. */
  readonly by?: RateDimension;
}

/** In the order of a key; the time comes behind them. */
export const dimensions: readonly SdmxDimension[] = [
  { id: "FREQ", name: "Frequency", list: frequencies },
  { id: "REF_AREA", name: "Reference area", list: areas, by: "region" },
  { id: "MEASURE", name: "Measure", list: measureCodes },
  { id: "ECO", name: "Economic activity", list: activities, by: "sector" },
  { id: "SEX", name: "Sex", list: sexCodes, by: "sex" },
  { id: "AGE", name: "Age", list: ages, by: "ageBand" },
  { id: "MIG", name: "Migrant status", list: migration, by: "migrant" },
];

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

export interface Dataflow {
  readonly id: string;
  readonly name: string;
}

export const dataflows: readonly Dataflow[] = [{ id: "DF_INJ", name: "Occupational injuries and diseases in Kazakhstan" }];

/** Which table of `/v1/rates` a measure is a figure of. */
export interface SdmxMeasure {
  readonly table: string;
  readonly figure: "count" | "rate";
  readonly unit: string;
}

/** What a table is asked with, beside its cells and periods. Fatal, severe and light are all the severities there are. */
export const tables: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  fatal: { measure: "fatal", per: "100000_workers" },
  nonFatal: { measure: "injured", severity: "severe,light", per: "100000_workers" },
  days: { measure: "days_lost", per: "none" },
  diseases: { measure: "injured", kind: "disease", per: "none" },
};

export const measures: Readonly<Record<string, SdmxMeasure>> = {
  INJ_FATL_NB: { table: "fatal", figure: "count", unit: "PERSONS" },
  INJ_FATL_RT: { table: "fatal", figure: "rate", unit: "PER_100000_WORKERS" },
  INJ_NFTL_NB: { table: "nonFatal", figure: "count", unit: "PERSONS" },
  INJ_NFTL_RT: { table: "nonFatal", figure: "rate", unit: "PER_100000_WORKERS" },
  INJ_DAYS_NB: { table: "days", figure: "count", unit: "DAYS" },
  DIS_NB: { table: "diseases", figure: "count", unit: "PERSONS" },
};

/** The resources of structure that there are. */
export const artefacts = ["dataflow", "datastructure", "codelist", "conceptscheme"] as const;
export type Artefact = (typeof artefacts)[number];

export const references = ["none", "children", "descendants", "all", "parents", "parentsandsiblings"] as const;
export type References = (typeof references)[number];
