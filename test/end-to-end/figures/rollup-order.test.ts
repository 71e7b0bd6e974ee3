/**
 * A year's rollup is the same whether corrections came before or after the other reporter's statement: one story, told in every order,
 * an order to a year, and one statement of each order to a batch, so that every order is folded step by step.
 */
import type { AnnualRollupResponse } from "@qorgau/schemas/responses/annual-rollup";
import { afterAll, beforeAll, expect, test } from "vitest";
import { caseEvent } from "../../generators/events.ts";
import { getJson, sendAll } from "../program/client.ts";
import { removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";
import type { QorgauProcess } from "../program/qorgau-process.ts";

const firstYear = 1900;
const worker = { iin: "850808310738" };

/** The enterprise tells of a light injury and corrects it, the insurer mistakes the year and corrects it, the dead man had a mate. */
function storyOf(year: number): object[] {
  const accident = `A-${year}`;
  const date = `${year}-03-05`;
  const enterprise = (revision: number, data: object) =>
    caseEvent({ worker, occurredAt: date, accident, ...data }, { subject: `N-${year}`, revision });
  const insurer = (revision: number, data: object) =>
    caseEvent(
      { worker, occurredAt: date, claim: { status: "filed" }, ...data },
      { source: "urn:kz:kshk", subject: `C-${year}`, revision, type: "kz.qorgau.claim.reported.v1" },
    );
  return [
    enterprise(1, { severity: "light" }),
    enterprise(2, { severity: "severe", region: "KZ-63", sector: "24.10" }),
    insurer(1, { occurredAt: `${year - 1}-12-31`, severity: "severe", region: "KZ-75" }),
    insurer(2, { severity: "fatal", daysLost: 12 }),
    caseEvent({ occurredAt: date, accident, severity: "severe", region: "KZ-63", sector: "24.10" }, { subject: `M-${year}` }),
  ];
}

function ordersOf<Item>(items: readonly Item[]): Item[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((first, place) => ordersOf(items.toSpliced(place, 1)).map((rest) => [first, ...rest]));
}

let qorgau: QorgauProcess;
beforeAll(async () => {
  qorgau = await startQorgau(await temporaryDirectory());
});
afterAll(async () => {
  await qorgau?.stop();
  await removeDirectory(qorgau?.dataDirectory ?? "");
});

test("the rows of a year are the same bytes after every order of its story", async () => {
  const orders = ordersOf([0, 1, 2, 3, 4]);
  const reported = orders.map((order, place) => {
    const story = storyOf(firstYear + 1 + place);
    return order.map((statement) => story[statement]!);
  });
  let atLeast = "";
  for (const step of [0, 1, 2, 3, 4]) {
    atLeast = (
      await sendAll(
        qorgau.url,
        reported.map((events) => events[step]!),
      )
    ).positions;
    // Until it is folded, so that the next step is a flush of its own.
    await getJson(qorgau.url, "/v1/rates", { atLeast });
  }
  // Every year but the first has the same story in the year before, too.
  const responses = new Map<string, number[]>();
  for (const place of orders.keys()) {
    const year = firstYear + 1 + place;
    if (place === 0) continue;
    const { rows } = await getJson<AnnualRollupResponse>(qorgau.url, `/v1/rollups/annual/${year}`, { per: "none", atLeast });
    // All years tell the same story, but the worker is not yet born in the first of them and grows older in the others, and a region
    // that was split is not the same area in each.
    const reported = rows.filter(({ scope }) => scope !== "ageBand" && scope !== "sex").map(({ seriesBreak: _seriesBreak, ...row }) => row);
    const text = JSON.stringify(reported);
    responses.set(text, [...(responses.get(text) ?? []), year]);
  }
  expect([...responses.values()]).toHaveLength(1);
  const [rows] = [...responses.keys()].map((text) => JSON.parse(text) as AnnualRollupResponse["rows"]);
  expect(rows?.[0]).toMatchObject({
    scope: "total",
    injured: { value: 2, previous: 2 },
    fatal: { value: 1 },
    severe: { value: 1 },
    light: { value: 0 },
    accidents: { value: 1 },
    groupAccidents: { value: 1 },
    groupVictims: { value: 2 },
  });
  expect(rows?.filter(({ scope }) => scope === "region").map(({ code, injured }) => [code, injured.value])).toEqual([["KZ-63", 2]]);
});
