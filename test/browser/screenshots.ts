/** `npm run screenshots`: the pictures in docs/images, made anew of the demo. Needs Chromium. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { openPage, startBrowser } from "../end-to-end/page/browser.ts";
import { removeDirectory, temporaryDirectory } from "../end-to-end/program/qorgau-process.ts";
import { startDemo } from "./demo.ts";

interface Picture {
  readonly name: string;
  readonly address: string;
  readonly colorScheme: "light" | "dark";
  readonly width: number;
  /** CSS pixels; what lies below is not shown. */
  readonly height: number;
}

const pictures: readonly Picture[] = [
  { name: "overview", address: "?lang=en", colorScheme: "light", width: 1280, height: 1000 },
  { name: "map", address: "?page=explore&view=map&year=2025&lang=ru", colorScheme: "dark", width: 1280, height: 1200 },
  { name: "funnel", address: "?page=explore&view=funnel&year=2025&lang=en", colorScheme: "light", width: 1280, height: 900 },
  { name: "unit", address: "?page=unit&unit=sector&code=B&lang=en", colorScheme: "light", width: 1280, height: 1200 },
  {
    name: "explain",
    address: "?page=explain&period=year&from=2025-01-01&to=2025-12-31&region=KZ-35&lang=en",
    colorScheme: "light",
    width: 1280,
    height: 1100,
  },
  { name: "year", address: "?page=year&year=2025&lang=ru", colorScheme: "light", width: 1280, height: 900 },
  { name: "phone", address: "?lang=kk", colorScheme: "dark", width: 360, height: 900 },
];

/** Once what is dear to compute is there, too. */
const loading = /^(loading|загрузка|жүктелуде)$/;

const folder = join(import.meta.dirname, "..", "..", "docs", "images");
const directory = await temporaryDirectory();
const qorgau = await startDemo(directory);
const browser = await startBrowser();
await mkdir(folder, { recursive: true });
for (const { name, address, colorScheme, width, height } of pictures) {
  const { page } = await openPage(browser, `${qorgau.url}/${address}`, { colorScheme, viewport: { width, height } });
  await page.locator("main :is(svg, tbody):visible").first().waitFor();
  await page.getByText(loading).first().waitFor({ state: "hidden", timeout: 120_000 });
  await page.waitForLoadState("load");
  await page.screenshot({ path: join(folder, `${name}.png`) });
  console.info(`docs/images/${name}.png`);
  await page.context().close();
}
await browser.close();
await qorgau.stop();
await removeDirectory(directory);
