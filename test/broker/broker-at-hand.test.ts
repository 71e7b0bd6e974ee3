import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { chromiumPath, isBrowserWanted } from "../browser/browser-at-hand.ts";
import { isBrokerWanted } from "./broker-at-hand.ts";
import { setup as reportWhatIsLeftOut } from "./report-what-is-left-out.ts";

const folder = await mkdtemp(join(tmpdir(), "qorgau-tools-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

test("without Java, Maven or Chromium the suites that need them are left out, each told in one line; CI, or who demands them, gets them", () => {
  const write = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const settings = ["CI", "QORGAU_TEST_KAFKA", "QORGAU_TEST_BROKER", "QORGAU_TEST_BROWSER", "QORGAU_TEST_CHROMIUM"];
  for (const name of settings) vi.stubEnv(name, undefined);
  vi.stubEnv("PATH", folder);
  reportWhatIsLeftOut();
  expect(write.mock.calls.map(([text]) => String(text).trim())).toEqual([
    "NOT RUN: the tests of the page, for want of Chromium. CI runs them.",
    "NOT RUN: the suites on a real Kafka broker (*.kafka.ts), for want of java and mvn and openssl. CI runs them.",
  ]);
  vi.stubEnv("CI", "true");
  reportWhatIsLeftOut();
  expect(write).toHaveBeenCalledTimes(2);
  vi.unstubAllEnvs();
  write.mockRestore();
  expect(isBrokerWanted({ PATH: folder })).toBe(false);
  expect(isBrokerWanted({ PATH: folder, CI: "true" })).toBe(true);
  expect(isBrokerWanted({ PATH: folder, QORGAU_TEST_KAFKA: "required" })).toBe(true);
  expect(isBrowserWanted({ PATH: folder })).toBe(false);
  expect(isBrowserWanted({ PATH: folder, CI: "true" })).toBe(true);
  expect(isBrowserWanted({ PATH: folder, QORGAU_TEST_BROWSER: "required" })).toBe(true);
});

test("with the tools the suites run", async () => {
  const install = async (tool: string) => {
    await writeFile(join(folder, tool), "");
    await chmod(join(folder, tool), 0o755);
  };
  for (const tool of ["java", "mvn", "openssl", "chromium"]) await install(tool);
  expect(isBrokerWanted({ PATH: folder })).toBe(true);
  expect(chromiumPath({ PATH: `/nowhere:${folder}` })).toBe(join(folder, "chromium"));
  await install("chromium-headless-shell");
  expect(chromiumPath({ PATH: `/nowhere:${folder}` })).toBe(join(folder, "chromium-headless-shell"));
});
