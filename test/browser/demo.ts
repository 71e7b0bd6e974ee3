/** The program with the whole demo in its figures, for what looks at the page as people do. */
import { startQorgau } from "../end-to-end/program/qorgau-process.ts";
import type { QorgauProcess } from "../end-to-end/program/qorgau-process.ts";

const lookMs = 500;

/** Resolves once the national stream of the demo is loaded and in the figures. */
export async function startDemo(directory: string): Promise<QorgauProcess> {
  const qorgau = await startQorgau(directory, {}, ["start.ts", "--demo"]);
  while (!qorgau.output().includes("is loaded and in the figures")) {
    await new Promise((resolve) => {
      setTimeout(resolve, lookMs);
    });
  }
  return qorgau;
}
