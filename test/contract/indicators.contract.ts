/** What indicators are, over log, aggregator and engine: an address that is cited gives the same bytes whatever is reported later. */
import { indicatorResponseSchema, indicatorsResponseSchema } from "@qorgau/schemas/responses/metadata/indicators-response";
import type { RatesResponse } from "@qorgau/schemas/responses/rates";
import { expect, test } from "vitest";
import { caseEvent, exposureEvent } from "../generators/events.ts";
import { useSystem } from "./use-system.ts";

const used = useSystem({ startsAt: "2026-02-03T12:00:00+05:00", partitions: 2 });

const { report, bodyOf } = used;
const indicator = async (code: string, search = "") =>
  indicatorResponseSchema.parse(JSON.parse(await bodyOf(`/v1/indicators/${code}${search}`)));

test("before anything is reported an indicator is told, and its citation names no cut", async () => {
  const { cite, releases, revisions } = await indicator("INJ_FATL_RT");
  expect(cite).toMatchObject({ asOf: null, release: null });
  expect([releases, revisions.address]).toEqual([[], null]);
});

test("what is cited gives the same bytes whatever is reported later, of every indicator; its tables and its series are there", async () => {
  const fatal = (count: number, stated: (n: number) => object) =>
    Array.from({ length: count }, (_, n) => caseEvent({ occurredAt: "2025-04-05", severity: "fatal", ...stated(n) }));
  // What the definitions of others need.
  const needed = (n: number) => ({ circumstance: "at_work", diedOn: "2025-04-05", worker: { ref: `w-${n}`, migrant: false } });
  await report([
    ...fatal(27, needed),
    exposureEvent({ period: "2025", workers: 7_000_001, basis: "employed" }),
    exposureEvent({ period: "2025", hours: 12_000_000_000, workers: undefined, basis: "hours_worked" }),
  ]);
  const { indicators } = indicatorsResponseSchema.parse(JSON.parse(await bodyOf("/v1/indicators")));
  expect(indicators.length).toBeGreaterThan(20);
  const cited = new Map<string, string>();
  for (const { code } of indicators) {
    const told = await indicator(code);
    cited.set(told.cite.address, await bodyOf(told.cite.address));
    if (told.rates !== null) await bodyOf(told.rates);
    if (told.series?.dataflow === "DF_INJ") expect(await bodyOf(told.series.address)).toContain(code);
  }
  const { cite, revisions } = await indicator("INJ_FATL_RT");
  expect(cite.exposureBasis).toBe("employed");
  expect((JSON.parse(cited.get(cite.address)!) as RatesResponse).rows[0]).toMatchObject({ period: "2025", count: 27, rate: 0.385714 });
  expect(await bodyOf(revisions.address!)).toContain('"count":27');
  await report([...fatal(9, () => ({})), exposureEvent({ period: "2025", workers: 9_000_000, basis: "contracts" })]);
  for (const [address, body] of cited) expect([address, await bodyOf(address)]).toEqual([address, body]);
  expect((await indicator("INJ_FATL_RT")).cite.asOf).not.toBe(cite.asOf);
  // Of 36 deaths 27 state their circumstance, less than 80 %: what is cited gives no figure.
  const refused = await used.system.ask((await indicator("hsw_n2_02")).cite.address);
  expect([refused.statusCode, refused.body]).toEqual([400, expect.stringContaining("QG-0726")]);
});

test("a page is one document without a script, in the language that is asked for, with the citation in full", async () => {
  for (const [lang, heading] of [
    ["en", "How to cite"],
    ["ru", "Как ссылаться"],
    ["kk", "Қалай сілтеме жасау керек"],
  ] as const) {
    const { headers, body } = await used.system.ask("/indicators/INJ_FATL_RT?lang=" + lang);
    expect(headers).toMatchObject({
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": expect.stringContaining("default-src 'none'"),
    });
    expect(body).toContain(`<html lang="${lang}">`);
    expect(body).toContain(`<h2>${heading}</h2>`);
    const { cite } = await indicator("INJ_FATL_RT", `?lang=${lang}`);
    expect(body).toContain(`href="../${cite.address.slice(1).replaceAll("&", "&amp;")}"`);
    expect(body).toContain(`>http://localhost:80${cite.address.replaceAll("&", "&amp;")}</a>`);
    expect(body.replaceAll("http://localhost:80/", "")).not.toMatch(/<script|style=|https?:\/\//);
  }
  const { body, headers } = await used.system.ask("/indicators", { "accept-language": "ru" });
  expect(body).toContain('<a href="./indicators/INJ_RT_1000W?lang=ru">Коэффициент частоты (Кч)');
  expect(headers["vary"]).toContain("Accept-Language");
  expect((await used.system.ask("/docs/indicator.css")).body).toContain("@page");
});

test("a code that there is not, or another parameter, is refused by a rule", async () => {
  for (const path of ["/v1/indicators/INJ_NONE", "/indicators/INJ_NONE"]) {
    const response = await used.system.ask(path);
    expect([response.statusCode, response.json().errors.map(({ rule }) => rule)]).toEqual([404, ["QG-0727"]]);
  }
  for (const [search, rule] of [
    ["lang=de", "QG-0603"],
    ["asOf=0:1", "QG-0601"],
    ["lang=kk&lang=ru", "QG-0602"],
  ] as const) {
    const response = await used.system.ask(`/v1/indicators?${search}`);
    expect([response.statusCode, response.json().errors.map((one) => one.rule)]).toEqual([400, [rule]]);
  }
});
