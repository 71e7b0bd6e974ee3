/** When a soak has ended and nobody is killed any more: what is left is sent, and everything is asked, now and as of earlier cuts. */
import { setTimeout as delay } from "node:timers/promises";
import type { QorgauProcess } from "../end-to-end/qorgau-process.ts";
import { polledQuestions } from "./soak-reader.ts";
import type { SoakReader } from "./soak-reader.ts";
import type { SoakSender } from "./soak-sender.ts";

/** How many instants of the whole soak, and how many earlier answers, are asked for. */
const lastInstants = 20;
const lastAgain = 50;
/** More than the program gives itself. */
const stopMsMax = 40_000;

export async function askAtTheEnd(
  qorgau: QorgauProcess,
  sender: SoakSender,
  reader: SoakReader,
  anyInstantMs: () => number,
): Promise<void> {
  await sender.sendRest(qorgau.url);
  const { end } = (await (await fetch(`${qorgau.url}/v1/status`)).json()) as { end: string };
  for (const question of [...polledQuestions, null]) await reader.ask(qorgau.url, question, { atLeast: end });
  for (let asking = 0; asking < lastInstants; asking += 1) {
    await reader.ask(qorgau.url, polledQuestions[asking % polledQuestions.length]!, { asOf: new Date(anyInstantMs()).toISOString() });
  }
  await reader.askAgain(qorgau.url, lastAgain);
  const exitCode = await Promise.race([qorgau.stop(), delay(stopMsMax, "nothing", { ref: false })]);
  if (exitCode !== 0) throw new Error(`the program ended with ${exitCode}:\n${qorgau.output()}`);
}
