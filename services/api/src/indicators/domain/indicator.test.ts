import { languages } from "@qorgau/schemas/languages";
import { indicatorResponseSchema } from "@qorgau/schemas/responses/metadata/indicators-response";
import type { Release } from "@qorgau/schemas/responses/releases";
import { expect, test } from "vitest";
import { parseRatesQuery } from "../../rates/domain/parameters/rates-query.ts";
import { parseKey } from "../../sdmx/domain/series-query.ts";
import { dataflows } from "../../sdmx/domain/data-structure.ts";
import { indicatorResponse, indicatorsResponse } from "./indicator.ts";
import type { IndicatorCircumstances } from "./indicator.ts";
import { indicatorOf, indicators } from "./indicator-list.ts";
import { indicatorTexts } from "./indicator-texts.ts";

const origin = "https://example.kz";
const nothing: IndicatorCircumstances = {
  ...{ asOf: null, exposureBasis: null, year: null, releases: [], citesRelease: false, licence: null },
  origin,
};
const told = (code: string, circumstances: Partial<IndicatorCircumstances> = {}, language: (typeof languages)[number] = "en") =>
  indicatorResponse(indicatorOf(code)!, language, { ...nothing, ...circumstances });

const release = (name: string, more: Partial<Release> = {}): Release => ({
  ...{
    number: 1,
    name,
    year: 2025,
    per: "1000_workers",
    yearOf: "accident",
    regionOf: "occurrence",
    asOf: null,
    watermark: "0:812",
    rules: 2,
  },
  ...{
    fold: 6,
    codeLists: "",
    program: "",
    madeAt: "",
    checksum: "",
    position: "0:813",
    recordedAt: "2026-02-03T07:40:00.000Z",
    forms: [],
  },
  ...more,
});

test("every measure and view of SDMX is an indicator under its own code, and no code is of two", () => {
  const codes = indicators.map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
  const [injuries, ...views] = dataflows;
  for (const code of [...Object.keys(injuries!.measures), ...views.map(({ id }) => id)]) expect(codes).toContain(code);
});

test("each is a figure of a table that there is, and its series has a key of its dataflow", () => {
  for (const { code, table, series } of indicators) {
    expect([code, "errors" in parseRatesQuery(new URLSearchParams({ ...table, period: "year" }))]).toEqual([code, false]);
    if (series === null) continue;
    const flow = dataflows.find(({ id }) => id === series.dataflow)!;
    expect([code, "fault" in parseKey(series.key, flow)]).toEqual([code, false]);
  }
});

test("each is told whole in every language", () => {
  for (const language of languages) {
    for (const { code } of indicators) {
      const text = JSON.stringify(indicatorResponseSchema.parse(told(code, { asOf: "0:812" }, language)));
      expect([code, language, /[{]\w+[}]|undefined/.test(text)]).toEqual([code, language, false]);
      // Cyrillic where it is not English.
      expect([code, language, /[а-яәіңғүұқөһ]{5}/i.test(told(code, {}, language).definition.join(" "))]).toEqual([
        code,
        language,
        language !== "en",
      ]);
    }
    expect(indicatorsResponse(language).indicators).toHaveLength(indicators.length);
  }
});

test("the definition follows from the table: days, deaths within a year, commuting, unit and divisor", () => {
  const esaw = told("hsw_n2_01");
  expect(esaw.definition).toContain("At least 4 days lost count.");
  expect(esaw.definition.at(-2)).toContain("whoever drives");
  expect(told("DF_INJ_FATL_ECO_RT").definition).toEqual(expect.arrayContaining([expect.stringContaining("365 days")]));
  expect(told("INJ_FATL_RT")).toMatchObject({
    unit: { code: "PER_100000_WORKERS" },
    formula: "n × 100\u00A0000 / E, where n is deaths, E: workers",
    figure: "rate",
    series: { dataflow: "DF_INJ", key: "A.KZ.INJ_FATL_RT.ECO_ISIC4_TOTAL.SEX_T.AGE_T.MIG_STATUS_TOTAL" },
  });
  expect(told("INJ_DAYS_PER_CASE")).toMatchObject({ interval: expect.stringContaining("None"), denominator: { per: "case", bases: [] } });
  expect(told("INJ_NB")).toMatchObject({ denominator: null, formula: "n, where n is victims, the dead among them", series: null });
});

test("a view of who did not die says nothing of the dead, and one of deaths within a year nothing of deaths whenever they came", () => {
  for (const language of languages) {
    const ofAll = told("INJ_LTI_RT_1000000H", {}, language);
    for (const code of ["hsw_n2_01", "DF_INJ_NFTL_ECO_NB", "DF_INJ_NFTL_ECO_RT"]) {
      const { definition, formula } = told(code, {}, language);
      expect(definition[0]).not.toBe(ofAll.definition[0]);
      // The dead in English, in Russian and in Kazakh.
      expect([code, language, /the dead|погибш|қаза тапқан/i.exec(`${definition[0]} ${formula}`)]).toEqual([code, language, null]);
    }
    const { deaths } = indicatorTexts[language];
    expect(told("INJ_FATL_RT", {}, language).definition).toContain(deaths.whenever);
    const withinYear = told("hsw_n2_02", {}, language).definition;
    expect(withinYear).toContain(deaths.withinYear);
    expect(withinYear.join(" ")).not.toMatch(/whenever|когда бы|қашан болса/);
  }
  expect(told("hsw_n2_01").formula).toContain("where n is victims who did not die, with time away from work");
});

test("of a definition of others the series alone is told and cited, which is refused where too few cases state what it needs", () => {
  const views = indicators.filter(({ code }) => code.startsWith("DF_") || code.startsWith("hsw_"));
  expect(views).toHaveLength(7);
  for (const { code } of views) {
    const { cite, rates, revisions, series, definition } = told(code, { asOf: "0:812,1:790", exposureBasis: "employed", year: "2025" });
    expect([code, rates, revisions.address]).toEqual([code, null, null]);
    expect(cite).toMatchObject({ address: `${series!.address}?asOf=0%3A812%2C1%3A790`, asOf: "0:812,1:790", exposureBasis: "employed" });
    expect(cite.text).toContain(`${origin}${cite.address}`);
    expect(definition.at(-1)).toContain("QG-0726");
    expect(told(code).cite).toMatchObject({ address: series!.address, asOf: null });
  }
});

test("a count is divided by nothing, so that its citation names no basis; days per case are no severity rate", () => {
  const counts = indicators.filter(({ figure }) => figure === "count");
  expect(counts.map(({ code }) => code)).toEqual(expect.arrayContaining(["INJ_FATL_NB", "INJ_NFTL_NB", "DF_INJ_FATL_ECO_NB", "INJ_NB"]));
  for (const { code, table } of counts) expect([code, table.per]).toEqual([code, "none"]);
  for (const asOf of ["0:812", null]) expect(told("INJ_FATL_NB", { asOf }).cite.text).not.toContain("denominator");
  expect(told("INJ_FATL_RT").cite.text).toContain("basis of the denominator");
  expect(told("INJ_DAYS_PER_CASE").name).toBe("Days lost per case (Кт)");
});

test("both breaks of the regions are told by name", () => {
  const { breaks } = told("INJ_RT_1000W", {}, "ru");
  expect(breaks.map(({ on }) => on)).toEqual(["2018-06-19", "2022-06-08", "2022-06-08", "2022-06-08"]);
  expect(breaks[0]!.text).toContain("Южно-Казахстанская область: Туркестанская область, город Шымкент");
});

test("a citation names the cut and the basis; of what is open to all a release that stands; else neither", () => {
  const cited = told("INJ_FATL_RT", { asOf: "0:812,1:790", exposureBasis: "employed", year: "2025" });
  const { cite, revisions } = cited;
  expect(cite).toMatchObject({
    address: "/v1/rates?measure=fatal&per=100000_workers&exposureBasis=employed&asOf=0%3A812%2C1%3A790&period=year",
    asOf: "0:812,1:790",
    exposureBasis: "employed",
  });
  expect(cite.text).toBe(
    `Qorgau, Fatal occupational injuries per 100,000 workers (INJ_FATL_RT), cut 0:812,1:790, merging rules ${cited.rules}, basis of the denominator: Employed. ${origin}${cite.address}`,
  );
  expect(revisions.address).toContain("from=2025-01-01&to=2025-12-31");
  const releases = [release("first", { supersededBy: "second" }), release("second"), release("third", { supersededBy: "fourth" })];
  const open = told("INJ_FATL_RT", { releases, citesRelease: true });
  expect(open.cite).toMatchObject({ address: "/v1/releases/second", asOf: null, release: "second" });
  expect(open.releases).toEqual([{ name: "second", year: 2025, address: "/v1/releases/second", quality: "/v1/releases/second/quality" }]);
  expect(told("INJ_FATL_RT").cite).toMatchObject({
    address: "/v1/rates?measure=fatal&per=100000_workers&period=year",
    asOf: null,
    release: null,
  });
});

test("a release is cited of the newest year, and of what it says alone", () => {
  const releases = [
    release("newest", { number: 1, year: 2025 }),
    release("per-hours", { number: 2, year: 2025, per: "1000000_hours" }),
    release("by-death", { number: 3, year: 2026, yearOf: "death" }),
    release("by-employer", { number: 4, year: 2026, regionOf: "registration" }),
    release("older", { number: 5, year: 2024 }),
  ];
  const citedOf = (code: string) => told(code, { releases, citesRelease: true }).cite.release;
  // Counts are the same whatever the release divides them by.
  for (const code of ["INJ_NB", "INJ_FATL_NB", "INJ_ACC_NB", "DIS_NB"]) expect([code, citedOf(code)]).toEqual([code, "per-hours"]);
  for (const code of ["INJ_RT_1000W", "INJ_FATL_RT"]) expect([code, citedOf(code)]).toEqual([code, "newest"]);
  const held = ["INJ_NB", "INJ_FATL_NB", "INJ_ACC_NB", "DIS_NB", "INJ_RT_1000W", "INJ_FATL_RT"];
  for (const { code } of indicators.filter((one) => !held.includes(one.code))) {
    const { cite, releases: listed } = told(code, { releases, citesRelease: true });
    expect([code, cite.release, cite.asOf, listed]).toEqual([code, null, null, []]);
  }
});
