/** The desk: a file is judged row by row while it is read, what is at fault is told by its row, and the rest is sent and acknowledged. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { writeWorkbook } from "@qorgau/api/render/write-workbook";
import type { RecordListResponse } from "@qorgau/schemas/responses/record-response";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isBrowserWanted } from "../../browser/browser-at-hand.ts";
import { getJson, rates, sendAll } from "../program/client.ts";
import { caseEvent } from "../../generators/events.ts";
import { removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";
import type { QorgauProcess } from "../program/qorgau-process.ts";
import { makeToken } from "../program/make-token.ts";
import { openPage } from "./browser.ts";
import { servePage } from "./served-page.ts";
import type { ServedPage } from "./served-page.ts";

const source = "urn:kz:bin:200140000004";
/** A task of the page that is longer keeps a person waiting (RAIL). */
const taskMsMax = 50;

const header = ["Номер записи", "Дата происшествия", "Вид", "Тяжесть", "БИН предприятия", "Регион", "Примечание"];
const faultyEvery = 100;
const isFaulty = (index: number) => index % faultyEvery === faultyEvery / 2;

/** Cells as a clerk writes them; every hundredth has a severity that there is not. */
function tableRows(prefix: string, count: number): string[][] {
  return Array.from({ length: count }, (_, index) => [
    `${prefix}-${index}`,
    "03.02.2026",
    "Несчастный случай",
    isFaulty(index) ? "плохая" : "Лёгкие",
    "200140000004",
    "Карагандинская область",
    'падение; "с высоты"',
  ]);
}

function events(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) =>
    JSON.stringify({
      specversion: "1.0",
      id: `${prefix}-${index}`,
      source,
      type: "kz.qorgau.case.reported.v1",
      subject: `${prefix}-${index}`,
      revision: 1,
      data: {
        occurredAt: "2026-02-03",
        kind: "accident",
        severity: isFaulty(index) ? "bad" : "light",
        employer: { bin: "200140000004" },
        region: "KZ-35",
      },
    }),
  );
}

describe.skipIf(!isBrowserWanted())("the reporter's desk", () => {
  let served: ServedPage;
  let qorgau: QorgauProcess;
  let browser: Browser;
  beforeAll(async () => {
    served = await servePage();
    ({ qorgau, browser } = served);
  });
  afterAll(() => served.stop());

  const open = (lang = "en") => openPage(browser, `${qorgau.url}/?page=desk&source=${source}&lang=${lang}`);
  const choose = async (page: Page, name: string, content: string | Uint8Array) => {
    const path = join(served.directory, name);
    await writeFile(path, content);
    await page.locator("input[type=file]").setInputFiles(path);
  };
  const countOf = (page: Page, kind: string) => page.locator(`[data-count="${kind}"]`).textContent();
  const injured = async (atLeast: string) => {
    const { rows } = await rates(qorgau.url, { period: "year", per: "none", from: "2026-01-01", to: "2026-12-31", atLeast });
    return rows[0]?.count ?? 0;
  };
  /** Rows, positions and counts of the acknowledgements that the page saves. */
  const saveAcknowledgements = async (page: Page) => {
    const saved = page.waitForEvent("download");
    await page.getByRole("button", { name: "NDJSON" }).click();
    const lines = (await readFile(await (await saved).path(), "utf8")).trim().split("\n");
    return lines.map((line) => JSON.parse(line) as { row: number; subject: string; status: string; position: string });
  };
  const positionsOf = (acknowledged: readonly { position: string }[]) => {
    const highest = new Map<string, number>();
    for (const { position } of acknowledged) {
      const [partition = "", offset = ""] = position.split(":");
      highest.set(partition, Math.max(highest.get(partition) ?? 0, Number(offset)));
    }
    return [...highest].map((pair) => pair.join(":")).join(",");
  };

  test("of ten thousand rows the hundred at fault are told by row and rule, the rest is sent, and the page never hangs", async () => {
    const { page, complaints } = await open();
    await page.evaluate(() => {
      const tasks: number[] = [];
      Object.assign(globalThis, { tasks });
      new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
        entryTypes: ["longtask"],
      });
    });
    const longTasks = () => page.evaluate(() => (globalThis as unknown as { tasks: number[] }).tasks);
    await choose(page, "events.ndjson", events("N", 10_000).join("\n"));
    const send = page.getByRole("button", { name: "Send 9,900 rows" });
    await send.waitFor({ timeout: 60_000 });
    expect([await countOf(page, "good"), await countOf(page, "faulty")]).toEqual(["9,900", "100"]);
    // Nothing is stored by judging.
    expect((await rates(qorgau.url, { period: "year", per: "none" })).rows).toEqual([]);
    const told = await page.getByRole("region", { name: "Rows with faults" }).locator("tbody tr").allTextContents();
    expect(told.length).toBe(50);
    expect(told[0]).toMatch(/^51N-50\/data\/severitybadQG-\d{4}This severity is not known/);
    await page.getByRole("button", { name: "Further" }).click();
    await page.getByText("51 to 100 of 100").waitFor();
    await page.getByRole("rowheader", { name: "9951" }).waitFor();
    const savedFaults = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save as CSV" }).click();
    expect((await readFile(await (await savedFaults).path(), "utf8")).trim().split("\r\n").length).toBe(101);

    await page.getByLabel("Send only when every row is without faults").check();
    expect(await send.isDisabled()).toBe(true);
    await page.getByText("100 rows are still at fault").waitFor();
    await page.getByLabel("Send the rows without faults, leave the others out").check();
    await send.click();
    await page.getByText("9,900 rows were sent and acknowledged.").waitFor({ timeout: 60_000 });
    const acknowledged = await saveAcknowledgements(page);
    expect(acknowledged.length).toBe(9_900);
    expect(acknowledged.every(({ row, subject, status }) => status === "accepted" && subject === `N-${row - 1}`)).toBe(true);
    expect(await injured(positionsOf(acknowledged))).toBe(9_900);
    const tasks = await longTasks();
    console.info(`tasks of the page over ${taskMsMax} ms: ${tasks.map(Math.round).join(", ") || "none"}`);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test("sending again is harmless; a stop holds, and what is left goes on; a proxy that asks to wait is waited for", async () => {
    const { page } = await open();
    await page.route(
      "**/v1/events?*",
      (route) => route.fulfill({ status: 429, headers: { "retry-after": "1" }, contentType: "application/problem+json", body: "{}" }),
      { times: 2 },
    );
    await choose(page, "again.json", `[${events("N", 10_000).slice(0, 49).join(",\n")}]`);
    await page.getByRole("button", { name: "Send 49 rows" }).click();
    await page.getByText("The ingest endpoint asks to wait").waitFor();
    await page.getByRole("button", { name: "Stop" }).click();
    await page.getByText("Stopped. It goes on where it was").waitFor();
    await page.getByRole("button", { name: "Go on" }).click();
    await page.getByText("49 rows were sent and acknowledged.").waitFor();
    expect(await injured(positionsOf(await saveAcknowledgements(page)))).toBe(9_900);
    await page.context().close();
  });

  test("a table is judged by a map of its columns, in the reader's language, and faults are told by column and cell", async () => {
    const { page, complaints } = await open("ru");
    const rows = tableRows("C", 300);
    const csv = [header, ...rows].map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(";")).join("\r\n");
    await choose(page, "cases.csv", csv);
    expect(await page.getByLabel("Тяжесть: Содержит").inputValue()).toBe("/data/severity");
    expect(await page.getByLabel("Примечание: Содержит").inputValue()).toBe("");
    const savedMap = page.waitForEvent("download");
    await page.getByRole("button", { name: "Сохранить карту столбцов" }).click();
    // As `npm run import -- table` reads it.
    expect(JSON.parse(await readFile(await (await savedMap).path(), "utf8"))).toEqual({
      "Номер записи": "/subject",
      "Дата происшествия": "/data/occurredAt",
      Вид: "/data/kind",
      Тяжесть: "/data/severity",
      "БИН предприятия": "/data/employer/bin",
      Регион: "/data/region",
    });
    await page.getByRole("button", { name: "Проверить строки" }).click();
    await page.getByRole("button", { name: "Отправить 297 строк" }).waitFor();
    const told = await page.getByRole("region", { name: "Строки с ошибками" }).locator("tbody tr").allTextContents();
    expect(told.length).toBe(3);
    // The row as a spreadsheet numbers it, below a header.
    expect(told[0]).toMatch(/^52C-50Тяжесть \(D\)плохаяQG-\d{4}Такая степень тяжести|^52C-50Тяжесть \(D\)плохаяQG-\d{4}[А-Я]/);
    await page.getByRole("button", { name: "Отправить 297 строк" }).click();
    await page.getByText("297 строк отправлено и подтверждено.").waitFor();
    expect(await injured(positionsOf(await saveAcknowledgements(page)))).toBe(9_900 + 297);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test("a corrected table is sent by its revision, and of two rows of one number with other data the second is at fault", async () => {
    const { page, complaints } = await open("ru");
    const [first, second] = tableRows("C", 2) as [string[], string[]];
    const severe = first.map((cell) => (cell === "Лёгкие" ? "Тяжёлые" : cell));
    const rows = [header, severe, second, first].map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(";"));
    await choose(page, "corrected.csv", rows.join("\r\n"));
    await page.getByLabel("Редакция", { exact: true }).fill("2");
    await page.getByRole("button", { name: "Проверить строки" }).click();
    await page.getByRole("button", { name: "Отправить 2 строки" }).waitFor();
    const told = await page.getByRole("region", { name: "Строки с ошибками" }).locator("tbody tr").allTextContents();
    expect(told).toEqual([expect.stringMatching(/^4C-0Номер записи \(A\)C-0Строка 2 сообщает другие данные/)]);
    await page.getByRole("button", { name: "Отправить 2 строки" }).click();
    await page.getByText("2 строки отправлены и подтверждены.").waitFor();
    const acknowledged = await saveAcknowledgements(page);
    expect(acknowledged).toMatchObject([{ revision: 2 }, { revision: 2 }]);
    // The records that there were, not two more.
    expect(await injured(positionsOf(acknowledged))).toBe(9_900 + 297);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test("a workbook is read like a table, however large its sheet, and its column map is kept for the next one", async () => {
    const { page, complaints } = await open("ru");
    const titled = ["№ акта", ...header.slice(1)];
    const sheetOf = async (rows: string[][]) =>
      writeWorkbook({
        sheets: [
          {
            name: "Случаи",
            columnWidths: titled.map(() => 20),
            headRows: 1,
            rows: [titled, ...rows].map((cells) => cells.map((value) => ({ value }))),
          },
        ],
        footer: "",
      });
    await choose(page, "cases.xlsx", await sheetOf(tableRows("X", 400)));
    await page.getByLabel("№ акта: Содержит").selectOption("Номер записи");
    await page.getByRole("button", { name: "Проверить строки" }).click();
    await page.getByRole("button", { name: "Отправить 396 строк" }).click();
    await page.getByText("396 строк отправлено и подтверждено.").waitFor();
    expect(await injured(positionsOf(await saveAcknowledgements(page)))).toBe(9_900 + 297 + 396);

    await page.reload();
    // Its sheet takes more than half a megabyte unpacked.
    await choose(page, "more.xlsx", await sheetOf(tableRows("Y", 6_000)));
    expect(await page.getByLabel("№ акта: Содержит").inputValue()).toBe("/subject");
    await page.getByRole("button", { name: "Проверить строки" }).click();
    await page.getByRole("button", { name: "Отправить 5 940 строк" }).waitFor({ timeout: 60_000 });
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test("what is no file of events is refused in words, and a pasted event is judged", async () => {
    const { page } = await open();
    await choose(page, "none.csv", 'a,b\n"never closed');
    await page.getByText("This file cannot be read:").waitFor();
    await page.getByText("or paste its text").click();
    await page.getByRole("textbox", { name: "or paste its text" }).fill(JSON.stringify(JSON.parse(events("P", 1)[0]!), null, 2));
    await page.getByRole("button", { name: "Judge the text" }).click();
    await page.getByRole("button", { name: "Send 1 row" }).waitFor();
    await page.context().close();
  });

  test("what is held of a source is listed page by page: records, claims without a case, quality, dead letters", async () => {
    const insurer = "urn:kz:insurer:annuity";
    const held = [
      ...Array.from({ length: 60 }, (_, index) => caseEvent({ occurredAt: "2026-03-03" }, { source: insurer, subject: `H-${index}` })),
      caseEvent(
        { occurredAt: "2026-03-04", claim: { status: "filed", actNumber: "A-7" } },
        { source: insurer, subject: "CL-1", type: "kz.qorgau.claim.reported.v1" },
      ),
      caseEvent({ occurredAt: "2026-03-03", severity: "fatal" }, { source: insurer, subject: "H-3" }),
      caseEvent({ occurredAt: "2026-03-03", sameAs: { source, subject: "nowhere" } }, { source: insurer, subject: "H-S" }),
    ];
    const { positions } = await sendAll(qorgau.url, held);
    const { rows } = await getJson<RecordListResponse>(qorgau.url, "/v1/records", { source: insurer, atLeast: positions });
    const { page, complaints } = await openPage(browser, `${qorgau.url}/?page=desk`);
    await page.getByLabel("Your source").fill(insurer);
    await page.getByRole("button", { name: "Take it" }).click();
    const records = page.getByRole("region", { name: "Records", exact: true });
    await records.getByRole("row").nth(50).waitFor();
    const subjects = rows.map(({ subject }) => subject);
    expect(await records.locator("tbody th").allTextContents()).toEqual(subjects.slice(0, 50));
    await records.getByRole("button", { name: "Further" }).click();
    await records.getByRole("rowheader", { name: subjects[60]!, exact: true }).waitFor();
    expect(await records.locator("tbody th").allTextContents()).toEqual(subjects.slice(50));
    await page.getByText("Claims without a reported case").click();
    await page.getByRole("row", { name: /^CL-1 4 March 2026 Filed Light Karaganda Region 200140000004 A-7/ }).waitFor();
    await page.getByText("Quality of your reporting").click();
    await page.getByRole("row", { name: /^2026-Q1 62 0 0 1 0 0 1 / }).waitFor();
    await page.getByLabel("Record by record").selectOption("One revision, different contents");
    await page
      .getByRole("row", { name: /^H-3 3 March 2026 revision 1 was stated with 2 contents; none of them is replaced yet/ })
      .waitFor();
    await page.getByLabel("Record by record").selectOption("Links without effect");
    await page.getByRole("row", { name: /^H-S 3 March 2026 there is no such record nowhere/ }).waitFor();
    await page.getByText("there are no dead letters").waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test("where tokens are asked, that of the reporter does for all: it sends, and shows what concerns its source and no other", async () => {
    const ofTokens = await temporaryDirectory();
    const file = join(ofTokens, "tokens.json");
    const [read, send] = [await makeToken(file, "--figures"), await makeToken(file, "--source", source)];
    const guarded = await startQorgau(join(ofTokens, "data"), { QORGAU_TOKENS_FILE: file });
    const { page } = await openPage(browser, `${guarded.url}/?page=desk&source=${source}`);
    const give = async (token: string) => {
      await page.getByLabel("Your token:").fill(token);
      await page.getByRole("button", { name: "Show" }).click();
    };
    await give(read);
    const records = page.getByRole("region", { name: "Records", exact: true });
    // One that shows figures shows no records, and sends nothing: what is wanted is told, and goes on with another.
    await records.getByText("QG-0853").waitFor();
    await choose(page, "few.ndjson", events("T", 3).join("\n"));
    await page.getByText("This needs a token that may do it").waitFor();
    await give(send);
    await page.getByRole("button", { name: "Send 3 rows" }).click();
    await page.getByText("3 rows were sent and acknowledged.").waitFor();
    await records.getByRole("rowheader", { name: "T-2" }).waitFor();
    expect(await page.getByLabel("Your token:").count()).toBe(0);
    await page.getByLabel("Your source").fill("urn:kz:insurer:annuity");
    await page.getByRole("button", { name: "Take it" }).click();
    await page.getByText("QG-0847").first().waitFor();
    // The national picture is not the reporter's: a token for it is asked for there.
    await page.getByRole("link", { name: "Overview" }).click();
    await page.getByLabel("Your token:").waitFor();
    await page.context().close();
    await guarded.stop();
    await removeDirectory(ofTokens);
  });
});
