/** What the demo has filled says so in every answer, file and page, for as long as the folder is there; what is real never says so. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";
import { untilReady } from "../program/until-ready.ts";

let directory: string;
beforeAll(async () => {
  directory = await temporaryDirectory();
});
afterAll(() => removeDirectory(directory));

const addresses = [
  "/v1/rates?partial=true",
  "/v1/rollups/annual/2025?partial=true",
  "/v1/quality?partial=true",
  "/v1/claims?partial=true",
  "/v1/claims/ibnr?partial=true",
  "/v1/clocks?partial=true",
  "/v1/fatality-free-days?partial=true",
  "/v1/funnel?partial=true",
  "/v1/nowcast?partial=true",
  "/v1/signals?partial=true",
  "/v1/status",
];

/** Which of the answers say that they are made up, and where. */
async function saidBy(url: string) {
  const ask = (path: string) => fetch(`${url}${path}`);
  const form = (path: string, name: string) => `${path}${path.includes("?") ? "&" : "?"}format=${name}`;
  const header = (response: Response) => response.headers.get("qorgau-made-up");
  return Promise.all(
    addresses.map(async (path) => {
      const [json, csv] = [await ask(path), await ask(form(path, "csv"))];
      const [columns] = (await csv.text()).split("\r\n");
      return {
        path,
        status: [json.status, csv.status],
        headers: [header(json), header(csv)],
        member: ((await json.json()) as { madeUp?: boolean }).madeUp,
        column: columns!.split(",").includes("madeUp"),
        file: csv.headers.get("content-disposition")?.includes("-made-up") === true,
      };
    }),
  );
}

const expected = (madeUp: boolean) =>
  addresses.map((path) => ({
    path,
    status: [200, 200],
    headers: madeUp ? ["demo", "demo"] : [null, null],
    member: madeUp ? true : undefined,
    column: madeUp,
    file: madeUp,
  }));

test("the demo says that it is made up, also when its folder is started again without it", async () => {
  const demo = await startQorgau(directory, {}, ["start.ts", "--demo", "--speed=1000"]);
  await untilReady(demo.url);
  expect(await saidBy(demo.url)).toEqual(expected(true));
  for (const path of ["/", "/openapi.json"]) {
    expect((await fetch(`${demo.url}${path}`)).headers.get("qorgau-made-up"), path).toBe("demo");
  }
  const workbook = await fetch(`${demo.url}/v1/rollups/annual/2025?format=xlsx&partial=true`);
  expect(workbook.headers.get("content-disposition")).toContain("made-up");
  await demo.kill();
  const again = await startQorgau(directory);
  await untilReady(again.url);
  expect(await saidBy(again.url)).toEqual(expected(true));
  await again.kill();
});

test("what is real never says so", async () => {
  const real = await temporaryDirectory();
  const qorgau = await startQorgau(real);
  await untilReady(qorgau.url);
  expect(await saidBy(qorgau.url)).toEqual(expected(false));
  await qorgau.kill();
  await removeDirectory(real);
});

test("a speed that is none is refused before anything starts", async () => {
  const start = startQorgau(directory, {}, ["start.ts", "--demo", "--speed=fast"]);
  await expect(start).rejects.toThrow(/--speed=N is a number from 1 to 100000/);
});
