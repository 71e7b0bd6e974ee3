/**
 * Readers of statistical offices with their defaults, sdmx1, csvw, pyarrow and rsdmx, against the real program: their values are those of the JSON. And
 * messages are held to the schemas of the standard.
 */
import { join } from "node:path";
import type { RatesResponse, RatesRow } from "@qorgau/schemas/responses/rates";
import { afterAll, beforeAll, expect, test } from "vitest";
import { caseEvent, cases, exposureEvent } from "../../generators/events.ts";
import { rates, sendAll } from "../program/client.ts";
import { removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";
import type { QorgauProcess } from "../program/qorgau-process.ts";
import { areClientsRequired, isInstalled, runPython, runR } from "./installed-clients.ts";

const isLeftOut = !areClientsRequired() && !isInstalled("python");
const isRLeftOut = !areClientsRequired() && !isInstalled("r");
const lists = ["AGE", "ECO", "FREQ", "MEASURE", "MIG", "OBS_STATUS", "REF_AREA", "SEX", "UNIT_MEASURE"].map((name) => `CL_${name}`);

let directory: string;
let qorgau: QorgauProcess;
let response: RatesResponse;
let reported: Reported;
let faults: Faults;
let readByR: ReadByR;

interface Message {
  readonly attributes: Record<string, string>;
  readonly observations: Record<string, Record<string, string>>;
}
interface Reported {
  readonly structure: object;
  readonly generic: Message;
  readonly structureSpecific: Message;
  readonly parquet: readonly Record<string, unknown>[];
  readonly csvw: readonly Record<string, unknown>[];
  readonly jsonstat: readonly Record<string, unknown>[];
  readonly stub: readonly [isExternal: boolean, codes: number];
  /** The periods of a series of which the last observation is asked for. */
  readonly last: readonly string[];
  readonly refusals: readonly unknown[];
}
/** What is wrong with each message; the actions of datasets of changes; whether a fault that was put in is found. */
interface Faults {
  readonly [message: string]: readonly string[] | Readonly<Record<string, boolean>>;
}
/** A row of a data frame: an observation, every value as text. */
type FrameRow = Readonly<Record<string, string | null>>;
interface ReadByR {
  readonly flow: readonly string[];
  readonly components: Readonly<Record<string, readonly string[]>>;
  readonly codelists: readonly string[];
  readonly area: readonly string[];
  readonly listed: readonly string[];
  readonly generic: readonly FrameRow[];
  readonly structureSpecific: readonly FrameRow[];
  readonly labels: readonly string[];
}

beforeAll(async () => {
  if (isLeftOut && isRLeftOut) return;
  directory = await temporaryDirectory();
  qorgau = await startQorgau(join(directory, "data"));
  const first = await sendAll(qorgau.url, cases(27, { fatal: 27 }, { occurredAt: "2025-04-05" }));
  const { watermark: earlier } = await rates(qorgau.url, { atLeast: first.positions });
  const { positions } = await sendAll(qorgau.url, [
    ...cases(3, { fatal: 1 }, { occurredAt: "2024-07-01", region: "KZ-63", sector: "C" }),
    caseEvent({ occurredAt: "2025-04-06", severity: "fatal", region: "KZ-63", sector: "C" }),
    exposureEvent({ period: "2025", region: "KZ-35", sector: "B", workers: 301_233 }),
    exposureEvent({ period: "2024", region: "KZ-63", sector: "C", workers: 1_234.5 }),
  ]);
  const table = { measure: "fatal", per: "100000_workers", by: "region,sector", from: "2024-01-01", to: "2025-12-31" };
  response = await rates(qorgau.url, { ...table, atLeast: positions });
  const key = "A.KZ-35+KZ-63.INJ_FATL_NB+INJ_FATL_RT.ECO_ISIC4_B+ECO_ISIC4_C.SEX_T.AGE_T.MIG_STATUS_TOTAL";
  const query = new URLSearchParams(table);
  if (!isLeftOut) reported = await runPython("read_statistics.py", [qorgau.url, key, `/v1/rates?${query.toString()}`, response.watermark]);
  const release = await fetch(`${qorgau.url}/v1/releases`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name: "annual-2025", year: 2025 }),
  });
  expect(release.status).toBe(201);
  if (!isLeftOut) faults = await runPython("validate_sdmx.py", [qorgau.url, key, "annual-2025", earlier]);
  if (!isRLeftOut) readByR = await runR("read_statistics.R", [qorgau.url, key]);
});
afterAll(async () => {
  await qorgau?.kill();
  if (directory !== undefined) await removeDirectory(directory);
});

/** What an observation of this row says, as text. */
function observationsOf({ period, region, sector, count, rate, lower, upper, exposure, exposurePeriod, exposureBasis, reason }: RatesRow) {
  const name = (measure: string) => `A ${region} ${measure} ECO_ISIC4_${sector} SEX_T AGE_T MIG_STATUS_TOTAL ${period}`;
  const stated = (values: Record<string, string | number | null | undefined>) =>
    Object.fromEntries(
      Object.entries(values).flatMap(([id, value]) => (value === null || value === undefined ? [] : [[id, String(value)]])),
    );
  const ofRate = { OBS_VALUE: rate, LCL: lower, UCL: upper, EXPOSURE: exposure, EXP_PERIOD: exposurePeriod, REASON: reason };
  return [
    [name("INJ_FATL_NB"), stated({ OBS_VALUE: count, UNIT_MEASURE: "PERSONS", UNIT_MULT: 0 })],
    [name("INJ_FATL_RT"), stated({ ...ofRate, BASE: exposureBasis, UNIT_MEASURE: "PER_100000_WORKERS", UNIT_MULT: 0 })],
  ];
}

test.skipIf(isLeftOut)("sdmx1 reads the structure with everything that it refers to", () => {
  expect(reported.structure).toEqual({
    dimensions: ["FREQ", "REF_AREA", "MEASURE", "ECO", "SEX", "AGE", "MIG", "TIME_PERIOD"],
    attributes: [
      ...["VINTAGE", "RULES", "UNIT_MEASURE", "UNIT_MULT", "BASE"],
      ...["OBS_STATUS", "EXPOSURE", "EXP_PERIOD", "LCL", "UCL", "REASON"],
    ],
    codelists: lists,
    area: ["область Ұлытау", "KZ", { VALID_FROM: "2022-06-08" }],
    flow: true,
  });
});

test.skipIf(isLeftOut)("sdmx1 reads the digits of the JSON, of generic and of structure-specific data", () => {
  expect(response.rows).toHaveLength(3);
  expect(response.rows[1]).toMatchObject({ rate: 8.96316, lower: 5.90678, upper: 13.0409 });
  const expected = Object.fromEntries(response.rows.flatMap(observationsOf));
  for (const { attributes, observations } of [reported.generic, reported.structureSpecific]) {
    expect(attributes).toEqual({ VINTAGE: response.watermark, RULES: String(response.rules) });
    expect(observations).toMatchObject(expected);
    expect(Object.keys(observations).toSorted()).toEqual(Object.keys(expected).toSorted());
  }
  expect(reported.structureSpecific).toEqual(reported.generic);
});

test.skipIf(isLeftOut)("sdmx1 reads stubs and the last observations, and takes what is not there for what it is", () => {
  expect(reported.stub).toEqual([true, 0]);
  expect(reported.last).toEqual(["2025"]);
  expect(reported.refusals).toEqual([404, "NotImplementedError"]);
});

test.skipIf(isLeftOut)(
  "structure, data and the quality report of a release are valid by the schemas of SDMX-ML 2.1 and SDMX-JSON 2.0",
  () => {
    const { withoutReport, otherAction, withoutCode, codeAsText, spoilt, actions, ...valid } = faults;
    expect(valid).toEqual({ structure: [], stubs: [], generic: [], specific: [], json: [], errors: [], jsonErrors: [], quality: [] });
    expect(actions).toEqual(["Delete", "Replace"]);
    // A message with a fault has one.
    expect([withoutReport, otherAction]).toEqual([[expect.stringContaining("Other")], [expect.stringContaining("Look")]]);
    expect([withoutCode, codeAsText]).toEqual([[expect.stringContaining("code")], [expect.stringContaining("100")]]);
    expect(spoilt).toEqual({ code: true, value: true, period: true, member: true });
  },
);

test.skipIf(isRLeftOut)("rsdmx reads the dataflow, the structure and the code lists by its own addresses", () => {
  expect(readByR).toMatchObject({
    flow: ["Occupational injuries and diseases in Kazakhstan"],
    components: {
      Dimension: ["FREQ", "REF_AREA", "MEASURE", "ECO", "SEX", "AGE", "MIG"],
      TimeDimension: ["TIME_PERIOD"],
      PrimaryMeasure: ["OBS_VALUE"],
      Attribute: expect.arrayContaining(["VINTAGE", "UNIT_MEASURE", "LCL", "UCL", "REASON"]) as unknown,
    },
    codelists: lists,
    area: ["Ұлытау облысы", "область Ұлытау", "Ulytau Region"],
    labels: expect.arrayContaining(["Karaganda Region", "East Kazakhstan Region"]) as unknown,
  });
  expect(readByR.listed).toEqual(expect.arrayContaining(["KZ", "KZ-10", "KZ-35", "KZ-79"]));
});

/** The observation by the text of its key, as the test of sdmx1 has it. */
function observationOf(row: FrameRow) {
  const {
    obsTime,
    obsValue,
    TIME_PERIOD: time = obsTime,
    OBS_VALUE: value = obsValue,
    FREQ,
    REF_AREA,
    MEASURE,
    ECO,
    SEX,
    AGE,
    MIG,
    ...rest
  } = row;
  const stated = Object.entries({ OBS_VALUE: value, ...rest }).filter(([, one]) => one !== null && one !== undefined);
  return [[FREQ, REF_AREA, MEASURE, ECO, SEX, AGE, MIG, time].join(" "), Object.fromEntries(stated)] as const;
}

test.skipIf(isRLeftOut)("rsdmx reads the digits of the JSON, of generic and of structure-specific data", () => {
  expect(response.rows).toHaveLength(3);
  const expected = Object.fromEntries(response.rows.flatMap(observationsOf));
  for (const frame of [readByR.generic, readByR.structureSpecific]) {
    const observations = Object.fromEntries(frame.map(observationOf));
    expect(observations).toMatchObject(expected);
    expect(Object.keys(observations).toSorted()).toEqual(Object.keys(expected).toSorted());
  }
});

test.skipIf(isLeftOut)("pyarrow and csvw read the values of the JSON, each of its type", () => {
  for (const form of ["parquet", "csvw"] as const) {
    expect(reported[form]).toHaveLength(response.rows.length);
    for (const [place, row] of response.rows.entries()) {
      const { period, region, sector, count, exposure, rate, lower, upper, status, reason } = row;
      expect([form, reported[form][place]]).toMatchObject([
        form,
        { period, region, sector, count, exposure, rate, lower, upper, status, reason },
      ]);
    }
  }
});

test.skipIf(isLeftOut)("pyjstat reads the values of the JSON, and nothing where it has none", () => {
  const figures = ["count", "exposure", "rate", "lower", "upper"] as const;
  const expected = response.rows.flatMap((row) =>
    figures.map((figure) => [[row.period, row.region, row.sector, figure].join(" "), row[figure]] as const),
  );
  const stated = reported.jsonstat.filter(({ figure, value }) => figures.some((one) => one === figure) && value !== null);
  const read = stated.map(({ period, region, sector, figure, value }) => [[period, region, sector, figure].join(" "), value]);
  expect(Object.fromEntries(read)).toEqual(Object.fromEntries(expected.filter(([, value]) => value !== null)));
  expect(read.length).toBeGreaterThan(10);
});
