import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { startProgress } from "./progress.ts";

test("without a terminal progress is a plain line, the last one at the end", () => {
  const stream = new PassThrough() as unknown as NodeJS.WriteStream & PassThrough;
  const progress = startProgress({ title: "importing", total: 200, stream });
  progress.update(50, "10 rows");
  progress.update(200, "40 rows");
  progress.stop();
  expect(String(stream.read())).toBe("importing 100 % · 40 rows\n");
});
