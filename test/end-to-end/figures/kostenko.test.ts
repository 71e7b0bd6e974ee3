/**
 * Kostenko, 28 October 2023 (`domain/FACTS.md`, section 3.4): 20 dead were told, then 32, then 46. What was answered on each of those
 * evenings is answered again: by watermark to the last byte, by instant in every row, also after a kill. What the revisions tell of it is
 * in `revisions.test.ts`.
 */
import type { AnnualRollupResponse } from "@qorgau/schemas/responses/annual-rollup";
import type { BatchResponse } from "@qorgau/schemas/events/acknowledgement";
import { afterAll, beforeAll, expect, test } from "vitest";
import { caseEvent } from "../../generators/events.ts";
import { iinWithCheckDigit } from "../../generators/iin.ts";
import { seededRandom, testSeed } from "../../generators/random.ts";
import { mergePositions } from "../program/client.ts";
import { removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";
import type { QorgauProcess } from "../program/qorgau-process.ts";

const random = seededRandom(testSeed);
const workers = Array.from({ length: 46 }, () => ({ iin: iinWithCheckDigit(random) }));

const dead = (from: number, to: number) =>
  workers.slice(from, to).map((worker, place) =>
    caseEvent(
      {
        occurredAt: "2023-10-28T02:35:00+06:00",
        severity: "fatal",
        employer: { bin: "140240000014" },
        worker,
        accident: "A-2023-KOSTENKO",
        mining: { mine: "kostenko", method: "underground", commodity: "coal", hazard: "gas_dust_explosion" },
      },
      { source: "urn:kz:bin:140240000014", subject: `K-${from + place}` },
    ),
  );

const requests = [
  "/v1/rates?measure=fatal&per=none&by=region,sector,division",
  "/v1/rates?measure=accidents&per=none&period=quarter&by=mine,hazard",
  "/v1/rates?per=none&period=day&by=sex,ageBand",
  "/v1/rollups/annual/2023?per=none",
];

interface Evening {
  readonly dead: number;
  /** The last of what was told until then. */
  readonly instant: string;
  readonly responses: readonly string[];
}

let directory: string;
let qorgau: QorgauProcess;
const evenings: Evening[] = [];

async function ask(requestParameters: string, parameter: string): Promise<string> {
  for (;;) {
    const response = await fetch(`${qorgau.url}${requestParameters}&${parameter}`);
    const text = await response.text();
    if (response.status === 200) return text;
    if (response.status !== 503) throw new Error(`${requestParameters}: ${response.status} ${text}`);
  }
}

beforeAll(async () => {
  directory = await temporaryDirectory();
  qorgau = await startQorgau(directory);
  let positions = "";
  for (const [before, known] of [
    [0, 20],
    [20, 32],
    [32, 46],
  ] as const) {
    const response = await fetch(`${qorgau.url}/v1/events`, {
      method: "POST",
      headers: { "content-type": "application/cloudevents-batch+json" },
      body: JSON.stringify(dead(before, known)),
    });
    const { results } = (await response.json()) as BatchResponse;
    for (const { position } of results) positions = mergePositions(positions, position ?? "");
    const instant = results
      .map(({ recordedAt }) => recordedAt ?? "")
      .toSorted()
      .at(-1)!;
    const responses = await Promise.all(requests.map((requestParameters) => ask(requestParameters, `atLeast=${positions}`)));
    evenings.push({ dead: known, instant, responses });
  }
});
afterAll(async () => {
  await qorgau?.stop();
  await removeDirectory(directory);
});

const rowsOf = (text: string) => text.slice(text.indexOf('"rows":'));
const watermarkOf = (text: string) => (JSON.parse(text) as { watermark: string }).watermark;

async function expectTheSameAgain(): Promise<void> {
  for (const { instant, responses } of evenings) {
    for (const [place, responseBody] of responses.entries()) {
      const requestParameters = requests[place]!;
      expect(await ask(requestParameters, `asOf=${watermarkOf(responseBody)}`)).toBe(responseBody);
      const asOfInstant = await ask(requestParameters, `asOf=${instant}`);
      expect(rowsOf(asOfInstant)).toBe(rowsOf(responseBody));
      expect(JSON.parse(asOfInstant)).toMatchObject({ asOf: instant, watermark: watermarkOf(responseBody) });
    }
  }
}

test("each evening's figures are of one group accident in KZ-35, coal, the fourth quarter", () => {
  for (const { dead: known, responses } of evenings) {
    const [fatal, accidents] = responses.map((responseBody) => (JSON.parse(responseBody) as { rows: object[] }).rows);
    expect(fatal).toMatchObject([{ period: "2023", region: "KZ-35", sector: "B", division: "05", count: known }]);
    expect(accidents).toMatchObject([{ period: "2023-Q4", mine: "kostenko", hazard: "gas_dust_explosion", count: 1 }]);
    const { rows } = JSON.parse(responses[3]!) as AnnualRollupResponse;
    expect(rows[0]).toMatchObject({
      injured: { value: known },
      fatal: { value: known },
      accidents: { value: 1 },
      groupAccidents: { value: 1 },
    });
  }
});

test("each evening's answers are given again as of its watermark and its instant", expectTheSameAgain);

test("and again after a kill", async () => {
  await qorgau.kill();
  qorgau = await startQorgau(directory);
  await expectTheSameAgain();
});
