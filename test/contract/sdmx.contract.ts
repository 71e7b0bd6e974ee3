/**
 * SDMX over log, aggregator and engine: the worked numbers of METHODS, section 10; every form of a dataset says the same, to the last digit, and what
 * `/v1/rates` says, now and as of a past cut.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLogger } from "@qorgau/infra/process/logger";
import { migrate } from "@qorgau/infra/store/schema/migrate";
import { openStore } from "@qorgau/infra/store/open-store";
import type { OpenedStore } from "@qorgau/infra/store/open-store";
import { judge } from "@qorgau/ingest/domain/acceptance";
import type { RatesResponse } from "@qorgau/schemas/responses/rates";
import { afterAll, beforeAll, expect, test } from "vitest";
import { caseEvent, exposureEvent } from "../generators/events.ts";
import { startInProcess } from "./in-process-system.ts";
import { sdmxForms as forms, sdmxReaders as readers } from "./read-sdmx.ts";
import type { InProcessSystem } from "./in-process-system.ts";

const data = "/sdmx/2.1/data/DF_INJ";
const golden = "A.KZ-35.INJ_FATL_RT.ECO_ISIC4_B.SEX_T.AGE_T.MIG_STATUS_TOTAL";

let directory: string;
let opened: OpenedStore;
let system: InProcessSystem;
let pastCut: string;
let latestCut: string;

/** Of 2023, with all that the definitions of the ILO and of Eurostat need. */
const stating = (count: number, name: string, more: object, migrant = false) =>
  Array.from({ length: count }, (_, place) => {
    const place63 = { occurredAt: "2023-01-10", region: "KZ-63", sector: "C", circumstance: "at_work" };
    return caseEvent({ ...place63, worker: { ref: `${name}-${place}`, sex: "male", migrant }, ...more });
  });
const casesOf = (count: number, more: object) => Array.from({ length: count }, () => caseEvent({ occurredAt: "2025-04-05", ...more }));

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "qorgau-sdmx-"));
  opened = await openStore({ url: `chdb:${join(directory, "store")}`, logger: createLogger({ level: "silent" }) });
  await migrate(opened.store);
  const nowMs = Date.parse("2026-02-03T12:00:00+05:00");
  system = await startInProcess({ opened, logDirectory: join(directory, "log"), partitions: 2, clock: () => nowMs });
  const report = async (events: readonly object[]) => {
    const judged = events.map((event) =>
      judge(JSON.parse(JSON.stringify(event)), { nowMs, keyId: "0a1b2c3d", pseudonymise: () => "", reporters: null }),
    );
    expect(judged.flatMap((verdict) => (verdict.accepted ? [] : [verdict.errors]))).toEqual([]);
    await system.append(judged.flatMap((verdict) => (verdict.accepted ? [verdict.statement] : [])));
    await system.caughtUp();
  };
  await report([
    ...casesOf(27, { severity: "fatal" }),
    ...casesOf(4, { severity: "severe", daysLost: 30, region: "KZ-63", sector: "C", worker: { ref: "a", sex: "female", migrant: true } }),
    ...casesOf(3, { severity: "light", daysLost: 3, region: undefined, occurredAt: "2024-07-01" }),
    ...casesOf(2, { kind: "disease", severity: "light", worker: { ref: "b", ageBand: "65+" } }),
    ...stating(6, "local", { severity: "fatal", diedOn: "2023-01-10" }),
    ...stating(2, "migrant", { severity: "fatal", diedOn: "2024-01-10" }, true),
    ...stating(1, "later", { severity: "fatal", diedOn: "2024-01-11" }),
    ...stating(1, "on the way", { severity: "fatal", diedOn: "2023-01-10", circumstance: "commuting_own", workRelated: "yes" }),
    ...stating(1, "employer's bus", { severity: "severe", daysLost: 20, circumstance: "commuting_employer_transport" }),
    ...stating(4, "short", { severity: "light", daysLost: 3 }),
    ...stating(6, "long", { severity: "light", daysLost: 4 }),
    exposureEvent({ period: "2023", workers: 1_000_000 }),
    exposureEvent({ period: "2023", sector: "C", workers: 200_000 }),
    exposureEvent({ period: "2025", region: "KZ-35", sector: "B", workers: 301_233 }),
    exposureEvent({ period: "2025", workers: 7_000_001 }),
  ]);
  pastCut = (await system.ask("/v1/rates")).json().watermark;
  const release = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ name: "first", year: 2025 }) };
  expect((await fetch(`${await system.address()}/v1/releases`, release)).status).toBe(201);
  await report([...casesOf(5, { severity: "fatal", region: "KZ-63" }), exposureEvent({ period: "2024", workers: 6_999_999 })]);
  latestCut = (await system.ask("/v1/rates")).json().watermark;
}, 120_000);
afterAll(async () => {
  await system?.close();
  await opened?.close();
  await rm(directory, { recursive: true, force: true });
});

async function ask(address: string, headers: Record<string, string> = {}) {
  const { statusCode, body, headers: given } = await system.ask(address, headers);
  return { statusCode, body, mediaType: String(given["content-type"]) };
}
async function bodyOf(address: string): Promise<string> {
  const { statusCode, body } = await ask(address);
  expect([address, statusCode], body.slice(0, 300)).toEqual([address, 200]);
  return body;
}

test("the worked numbers: 27 deaths of 301,233 workers", async () => {
  const read = readers.genericdata(await bodyOf(`${data}/${golden}?startPeriod=2025&endPeriod=2025`));
  expect(read).toEqual({
    [`${golden} 2025`]: {
      OBS_VALUE: "8.96316",
      LCL: "5.90678",
      UCL: "13.0409",
      EXPOSURE: "301233",
      OBS_STATUS: "A",
      BASE: "employed",
      UNIT_MEASURE: "PER_100000_WORKERS",
      UNIT_MULT: "0",
    },
  });
});

test.each(["A..INJ_FATL_NB+INJ_FATL_RT..SEX_T.AGE_T.MIG_STATUS_TOTAL", "Q.KZ.INJ_NFTL_RT+DIS_NB.ECO_ISIC4_TOTAL.SEX_T.."])(
  "%s: every form says the same, now and as of a past cut",
  async (key) => {
    const [now, past] = await Promise.all(
      ["", `&asOf=${pastCut}`].map(async (cut) => {
        const address = `${data}/${key}?startPeriod=2024${cut}`;
        const first = readers.genericdata(await bodyOf(address));
        expect(Object.keys(first).length).toBeGreaterThan(10);
        for (const form of forms) expect(readers[form](await bodyOf(`${address}&format=${form}`)), form).toEqual(first);
        return first;
      }),
    );
    expect(now).not.toEqual(past);
  },
);

test("the values are those of /v1/rates", async () => {
  for (const cut of ["", `&asOf=${pastCut}`]) {
    const rates = JSON.parse(
      await bodyOf(`/v1/rates?measure=fatal&per=100000_workers&by=region,sector&from=2024-01-01${cut}`),
    ) as RatesResponse;
    const read = readers.csvdata(
      await bodyOf(`${data}/A..INJ_FATL_NB+INJ_FATL_RT..SEX_T.AGE_T.MIG_STATUS_TOTAL?startPeriod=2024${cut}&format=csvdata`),
    );
    for (const { period, region, sector, count, rate, lower, reason } of rates.rows) {
      const nameOfCell = (measure: string) =>
        `A.${region ?? "_U"}.${measure}.ECO_ISIC4_${sector ?? "X"}.SEX_T.AGE_T.MIG_STATUS_TOTAL ${period}`;
      expect(read[nameOfCell("INJ_FATL_NB")]).toMatchObject({ OBS_VALUE: String(count) });
      const ofRate = rate === null ? { OBS_STATUS: "M", REASON: reason } : { OBS_VALUE: String(rate), LCL: String(lower) };
      expect(read[nameOfCell("INJ_FATL_RT")]).toMatchObject(ofRate);
    }
    expect(rates.rows.length).toBeGreaterThan(0);
  }
});

test("updatedAfter gives what is not as it was, includeHistory how it was at each release", async () => {
  const key = "A.KZ+KZ-35+KZ-63.INJ_FATL_NB.ECO_ISIC4_TOTAL+ECO_ISIC4_B.SEX_T.AGE_T.MIG_STATUS_TOTAL?startPeriod=2025";
  const [before, now] = [
    readers.csvdata(await bodyOf(`${data}/${key}&asOf=${pastCut}&format=csvdata`)),
    await bodyOf(`${data}/${key}`),
  ].map((one) => (typeof one === "string" ? readers.genericdata(one) : one));
  const changed = Object.entries(now!).filter(([name, one]) => JSON.stringify(one) !== JSON.stringify(before![name]));
  expect(changed.length).toBeGreaterThan(0);
  expect(changed.length).toBeLessThan(Object.keys(now!).length);
  for (const form of forms) {
    const since = await bodyOf(`${data}/${key}&updatedAfter=${pastCut}&format=${form}`);
    expect([form, readers[form](since)]).toEqual([form, Object.fromEntries(changed)]);
    expect([form, since.includes("Delete")]).toEqual([form, false]);
  }
  // Asked the other way round, what came since is no more.
  const back = await bodyOf(`${data}/${key}&asOf=${pastCut}&updatedAfter=${latestCut}`);
  expect(back).toMatch(/action="Replace".*action="Delete"/s);
  const gone = Object.keys(now!).filter((name) => !(name in before!));
  expect(gone.length).toBeGreaterThan(0);
  expect(Object.keys(readers.genericdata(back.slice(back.indexOf('action="Delete"'))))).toEqual(gone);
  const [, first = "", newest = "", ...others] = (await bodyOf(`${data}/${key}&includeHistory=true`)).split("<mes:DataSet ");
  expect([readers.genericdata(first), readers.genericdata(newest), others]).toEqual([before, now, []]);
  expect([first, newest].map((text) => [/validFromDate="2026-/.test(text), /id="VINTAGE" value="([^"]+)"/.exec(text)?.[1]])).toEqual([
    [true, pastCut],
    [false, latestCut],
  ]);
  expect(await bodyOf(`${data}/${key}&updatedAfter=${pastCut}&detail=serieskeysonly`)).not.toContain("gen:Obs>");
});

/** Of 2023: the key, its value, and the row of `/v1/rates` that it is of. */
const ofIlo = "circumstance=at_work,business_travel,commuting_employer_transport,unknown&deathWithin=365d&per=100000_workers";
const ofEurostat = "circumstance=at_work,business_travel,unknown&deathWithin=365d&per=100000_workers";
test.each([
  ["DF_INJ_FATL_ECO_NB", "KAZ.A.INJ_FATL_NB.ECO_ISIC4_TOTAL", "8", `measure=fatal&${ofIlo}`],
  ["DF_INJ_FATL_ECO_RT", "KAZ.A.INJ_FATL_RT.ECO_ISIC4_C", "4", `measure=fatal&sector=C&${ofIlo}`],
  ["DF_INJ_NFTL_ECO_NB", "KAZ.A.INJ_NFTL_NB.ECO_ISIC4_C", "12", `measure=lost_time&severity=severe,light&sector=C&${ofIlo}`],
  ["DF_INJ_NFTL_ECO_RT", "KAZ.A.INJ_NFTL_RT.ECO_ISIC4_TOTAL", "1.2", `measure=lost_time&severity=severe,light&${ofIlo}`],
  ["DF_SDG_F881_SEX_MIG_RT", "KAZ.A.SDG_F881_RT.SEX_T.MIG_STATUS_TOTAL", "0.8", `measure=fatal&${ofIlo}`],
  ["hsw_n2_01", "A.NR.C.KZ", "7", `measure=lost_time&lostDays=4&severity=severe,light&sector=C&${ofEurostat}`],
  ["hsw_n2_02", "A.RT_INC.TOTAL.KZ", "0.8", `measure=fatal&${ofEurostat}`],
])("%s/%s: a view is of its definition", async (flow, key, value, search) => {
  const address = `/sdmx/2.1/data/${flow}/${key}?startPeriod=2023&endPeriod=2023`;
  const found = /<gen:ObsDimension value="2023"\/><gen:ObsValue value="([^"]+)"/.exec(await bodyOf(address))?.[1];
  const [row] = (JSON.parse(await bodyOf(`/v1/rates?${search}&from=2023-01-01&to=2023-12-31`)) as RatesResponse).rows;
  expect([found, String(/_RT|RT_/.test(key) ? row?.rate : row?.count)]).toEqual([value, value]);
  for (const form of ["structurespecificdata", "jsondata", "csvdata"]) expect(await bodyOf(`${address}&format=${form}`)).toContain(value);
  const children = await bodyOf(`/sdmx/2.1/dataflow/KZOSH/${flow}?references=children`);
  expect(children.match(/<str:DataStructure /g)).toHaveLength(1);
});

/** The code and the rule of the first error of a message of SDMX-ML. */
const errorIn = (body: string) => {
  const [, code, rule] =
    /^<\?xml[^>]*>\s*<mes:Error [^>]*><mes:ErrorMessage code="(\d+)"><com:Text xml:lang="en">[^<]*?(QG-\d{4})/.exec(body) ?? [];
  return [code, rule];
};

test("a view whose definition too few cases state is refused", async () => {
  for (const [flow, key] of [
    ["DF_INJ_FATL_ECO_RT", "KAZ.A.INJ_FATL_RT.ECO_ISIC4_TOTAL"],
    ["hsw_n2_01", "A.NR.TOTAL.KZ"],
    ["DF_SDG_F881_SEX_MIG_RT", "all"],
  ]) {
    const { statusCode, body } = await ask(`/sdmx/2.1/data/${flow}/${key}?startPeriod=2023`);
    expect([flow, statusCode, ...errorIn(body)]).toEqual([flow, 400, "150", "QG-0726"]);
    expect(body).toContain("circumstance");
  }
  expect((await ask("/sdmx/2.1/data/hsw_n2_01/A.NR.TOTAL.KZ-35?startPeriod=2023")).body).toContain("QG-0722");
  expect((await ask("/sdmx/2.1/data/DF_INJ_FATL_ECO_NB/KAZ.A.INJ_FATL_RT.ECO_ISIC4_C")).body).toContain("QG-0722");
});

test("paths, periods, details and media types as the standard has them", async () => {
  const whole = await bodyOf(`${data}/${golden}`);
  for (const address of [
    `${data}/${golden}/`,
    `${data}/${golden}/all`,
    `/sdmx/2.1/data/KZOSH,DF_INJ,1.0/${golden}`,
    `/sdmx/2.1/data/all,DF_INJ,latest/${golden}/KZOSH`,
  ])
    expect([address, await bodyOf(address)]).toEqual([address, whole]);
  expect(whole).toContain('structureID="INJ"');
  expect(await bodyOf(`${data}/${golden}?detail=serieskeysonly`)).not.toMatch(/gen:Obs>|gen:Attributes/);
  expect(await bodyOf(`${data}/${golden}?detail=dataonly`)).toMatch(/<gen:ObsValue value="8.96316"\/><\/gen:Obs>/);
  expect(
    Object.keys(
      readers.genericdata(
        await bodyOf(`${data}/Q.KZ.INJ_FATL_NB.ECO_ISIC4_TOTAL.SEX_T.AGE_T.MIG_STATUS_TOTAL?startPeriod=2025-03&endPeriod=2025-Q3`),
      ),
    ),
  ).toEqual([
    "Q.KZ.INJ_FATL_NB.ECO_ISIC4_TOTAL.SEX_T.AGE_T.MIG_STATUS_TOTAL 2025-Q2",
    "Q.KZ.INJ_FATL_NB.ECO_ISIC4_TOTAL.SEX_T.AGE_T.MIG_STATUS_TOTAL 2025-Q3",
  ]);
  for (const [accept, mediaType] of [
    ["application/vnd.sdmx.structurespecificdata+xml;version=2.1", "application/vnd.sdmx.structurespecificdata+xml;version=2.1"],
    ["application/json", "application/vnd.sdmx.data+json;version=2.0.0"],
    ["text/csv", "application/vnd.sdmx.data+csv;version=2.0.0"],
    ["*/*", "application/vnd.sdmx.genericdata+xml;version=2.1"],
  ] as const)
    expect([accept, (await ask(`${data}/${golden}`, { accept })).mediaType]).toEqual([accept, mediaType]);
  expect((await ask(`${data}/${golden}`, { accept: "image/png" })).statusCode).toBe(406);
});

test("what is not there, and what a key or a period does not say, is refused by a rule", async () => {
  for (const [address, status, error] of [
    ["/sdmx/2.1/data/DF_NONE/all", 404, "100 QG-0721"],
    ["/sdmx/2.1/data/OTHER,DF_INJ/all", 404, "100 QG-0721"],
    ["/sdmx/2.1/nothing", 404, "100 QG-0721"],
    ["/sdmx/2.1/codelist/KZOSH/CL_SEX/1.0/SEX_F", 404, "100 QG-0104"],
    ["/sdmx/2.1/", 404, "100 QG-0104"],
    ["/sdmx/2.1/codelist/KZOSH/CL_NONE", 404, "100 QG-0721"],
    [`${data}/${golden}?startPeriod=2025-02&endPeriod=2025-03`, 404, "100 QG-0728"],
    [`${data}/A.KZ-39.INJ_DAYS_NB.ECO_ISIC4_A.SEX_T.AGE_T.MIG_STATUS_TOTAL`, 404, "100 QG-0728"],
    [`${data}/${golden}?updatedAfter=${latestCut}`, 404, "100 QG-0728"],
    ["/sdmx/2.1/categoryscheme", 501, "501 QG-0729"],
    [`${data}/A.KZ`, 400, "150 QG-0722"],
    [`${data}/A.KZ-99.....`, 400, "150 QG-0722"],
    [data, 413, "510 QG-0723"],
    [`${data}/${golden}?startPeriod=2025-13`, 400, "140 QG-0724"],
    [`${data}/${golden}?updatedAfter=2025-01-01`, 400, "140 QG-0801"],
    [`${data}/${golden}?updatedAfter=${pastCut}&includeHistory=true`, 400, "150 QG-0725"],
    [`${data}/${golden}?firstNObservation=1`, 400, "140 QG-0601"],
    [`${data}/${golden}?firstNObservations=0`, 400, "140 QG-0730"],
    [`${data}/${golden}?lastNObservations=20001`, 400, "140 QG-0730"],
    [`${data}/${golden}?format=json`, 400, "140 QG-0603"],
    ["/sdmx/2.1/dataflow?detail=stubs", 400, "140 QG-0603"],
    ["/sdmx/2.1/dataflow?format=json", 400, "140 QG-0601"],
  ] as const) {
    const { statusCode, body, mediaType } = await ask(address);
    expect([address, statusCode, errorIn(body).join(" "), mediaType]).toEqual([address, status, error, "application/xml"]);
  }
});

test("another method than GET is refused by an error of SDMX", async () => {
  const response = await fetch(`${await system.address()}${data}/${golden}`, { method: "DELETE" });
  const error = errorIn(await response.text());
  expect([response.status, response.headers.get("allow"), error]).toEqual([405, "GET, HEAD, OPTIONS", ["140", "QG-0702"]]);
});

test("an error is of the form and in the language that the data are asked in", async () => {
  const address = "/sdmx/2.1/data/DF_NONE/all";
  const detail =
    "QG-0721 flow: There is no such resource. The agency is KZOSH, the version 1.0; /sdmx/2.1/dataflow/KZOSH lists the dataflows.";
  for (const [path, headers] of [
    [`${address}?format=jsondata`, {}],
    [address, { accept: "application/vnd.sdmx.data+json;version=2.0.0" }],
    [address, { accept: "application/json" }],
  ] as const) {
    const { body, mediaType } = await ask(path, headers);
    expect([mediaType, JSON.parse(body)]).toEqual([
      "application/vnd.sdmx.data+json;version=2.0.0",
      { errors: [{ code: 100, title: "No results found", detail }] },
    ]);
  }
  for (const accept of ["application/vnd.sdmx.genericdata+xml;version=2.1", "text/csv", "image/png"])
    expect((await ask(address, { accept })).body).toContain(
      `<mes:ErrorMessage code="100"><com:Text xml:lang="en">No results found. ${detail}`,
    );
  expect((await ask(address, { "accept-language": "ru" })).body).toContain(
    '<com:Text xml:lang="ru">No results found. QG-0721 flow: Такого',
  );
  const { statusCode, body } = await ask(`${data}/A.KZ?first=1&startPeriod=summer`, { accept: "application/json" });
  expect([statusCode, (JSON.parse(body) as { errors: { code: number }[] }).errors.map(({ code }) => code)]).toEqual([400, [140, 140, 150]]);
});

test("a series has its first and its last observations where so many are asked for", async () => {
  const key = "Q.KZ.INJ_FATL_NB+DIS_NB.ECO_ISIC4_TOTAL.SEX_T.AGE_T.MIG_STATUS_TOTAL";
  const address = `${data}/${key}?startPeriod=2023&endPeriod=2025`;
  const whole = Object.entries(readers.genericdata(await bodyOf(address)));
  const numbered = ["INJ_FATL_NB", "DIS_NB"].flatMap((measure) => {
    const ofSeries = whole.filter(([name]) => name.includes(measure));
    expect(ofSeries.length).toBe(12);
    return ofSeries.map(([name, observation], place) => ({ name, observation, place, fromEnd: ofSeries.length - place }));
  });
  for (const [bounds, isGiven] of [
    ["firstNObservations=2", ({ place }) => place < 2],
    ["lastNObservations=3", ({ fromEnd }) => fromEnd <= 3],
    ["firstNObservations=1&lastNObservations=2", ({ place, fromEnd }) => place < 1 || fromEnd <= 2],
    ["firstNObservations=10&lastNObservations=10", () => true],
  ] as const satisfies readonly (readonly [string, (one: { place: number; fromEnd: number }) => boolean])[]) {
    const expected = Object.fromEntries(numbered.filter(isGiven).map(({ name, observation }) => [name, observation]));
    for (const form of forms)
      expect([bounds, form, readers[form](await bodyOf(`${address}&${bounds}&format=${form}`))]).toEqual([bounds, form, expected]);
  }
  const since = `${data}/A.KZ.INJ_FATL_NB+INJ_FATL_RT.ECO_ISIC4_TOTAL.SEX_T.AGE_T.MIG_STATUS_TOTAL?startPeriod=2023&updatedAfter=${pastCut}`;
  const changed = Object.entries(readers.genericdata(await bodyOf(since)));
  const last = Object.entries(readers.genericdata(await bodyOf(`${since}&lastNObservations=1`)));
  expect(last.length).toBeLessThan(changed.length);
  expect(changed).toEqual(expect.arrayContaining(last));
});

test("the structure: dated regions, and everything that a dataflow refers to", async () => {
  const flow = await bodyOf("/sdmx/2.1/dataflow/KZOSH/DF_INJ/latest?references=all");
  expect(flow.match(/<str:Codelist /g)).toHaveLength(9);
  expect(flow.match(/<str:Dimension /g)).toHaveLength(7);
  expect(await bodyOf("/sdmx/2.1/dataflow")).not.toContain("<str:Codelist");
  const area = /<str:Code id="KZ-62">.*?<\/str:Code>/.exec(await bodyOf("/sdmx/2.1/codelist/all/CL_REF_AREA"))![0];
  expect(area).toContain("<com:AnnotationTitle>2022-06-08</com:AnnotationTitle><com:AnnotationType>VALID_FROM</com:AnnotationType>");
});

test("the structure as stubs, and with what is used alone", async () => {
  const flow = "/sdmx/2.1/dataflow/KZOSH/DF_INJ_FATL_ECO_RT?references=descendants";
  const whole = await bodyOf(flow);
  const kinds = ["Dataflow", "Codelist", "ConceptScheme", "DataStructure"];
  const countOf = (text: string, kind: string) => text.match(new RegExp(`<str:${kind} `, "g"))?.length;
  const stubsIn = (text: string) =>
    kinds.map((kind) => text.match(new RegExp(`<str:${kind} [^>]*isExternalReference="true"`, "g"))?.length ?? 0);
  const counts = kinds.map((kind) => countOf(whole, kind)!);
  expect([counts, stubsIn(whole)]).toEqual([
    [1, 6, 1, 1],
    [0, 0, 0, 0],
  ]);
  for (const [detail, stubs, isFinal] of [
    ["allstubs", counts, 0],
    ["allcompletestubs", counts, 9],
    ["referencestubs", [0, ...counts.slice(1)], 1],
    ["referencecompletestubs", [0, ...counts.slice(1)], 9],
  ] as const) {
    const text = await bodyOf(`${flow}&detail=${detail}`);
    expect([detail, kinds.map((kind) => countOf(text, kind)), stubsIn(text)]).toEqual([detail, counts, stubs]);
    expect([detail, text.match(/isFinal=/g)?.length ?? 0]).toEqual([detail, isFinal]);
    expect(text).not.toMatch(/<str:(?:Code|Concept|Dimension) /);
    const addresses = [...text.matchAll(/structureURL="([^"]+)"/g)].map(([, address]) => address!);
    for (const address of addresses) expect(stubsIn(await bodyOf(address))).toEqual([0, 0, 0, 0]);
    expect(addresses).toHaveLength(stubs.reduce((sum, count) => sum + count, 0));
  }
  const partial = await bodyOf(`${flow}&detail=referencepartial`);
  const codesOf = (text: string) => [...text.matchAll(/<str:Codelist id="(\w+)"([^>]*)>(.*?)<\/str:Codelist>/g)];
  const isPartial = (attributes: string) => attributes.includes('isPartial="true"');
  expect(
    codesOf(partial)
      .filter(([, , attributes]) => isPartial(attributes!))
      .map(([, id]) => id),
  ).toEqual(["CL_MEASURE"]);
  expect(
    [.../<str:Codelist id="CL_MEASURE".*?<\/str:Codelist>/.exec(partial)![0].matchAll(/<str:Code id="(\w+)"/g)].map(([, id]) => id),
  ).toEqual(["INJ_FATL_RT"]);
  const [scheme] = /<str:ConceptScheme [^>]*isPartial="true".*<\/str:ConceptScheme>/.exec(partial)!;
  expect([
    scheme.includes('<str:Concept id="ECO"'),
    scheme.includes('<str:Concept id="SEX"'),
    scheme.includes('<str:Concept id="LCL"'),
  ]).toEqual([true, false, true]);
  expect(await bodyOf("/sdmx/2.1/codelist/KZOSH/CL_MEASURE?detail=referencepartial")).toContain('<str:Code id="DIS_NB"');
});
