/** When a soak has ended and nobody is killed any more: what is left is sent, and everything is asked, now and as of earlier cuts. */
import { setTimeout as delay } from "node:timers/promises";
import type { QorgauProcess } from "../end-to-end/program/qorgau-process.ts";
import { polledRequests } from "./soak-reader.ts";
import type { SoakReader } from "./soak-reader.ts";
import type { SoakSender } from "./soak-sender.ts";
import type { LoadedPlaces } from "./under-load.ts";

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
  await askEverything(qorgau, sender, reader, anyInstantMs);
  await stopWell(qorgau);
}

export async function askEverything(
  places: LoadedPlaces,
  sender: SoakSender,
  reader: SoakReader,
  anyInstantMs: () => number,
): Promise<void> {
  const readUrl = () => places.readUrl ?? places.url;
  await sender.sendRest(places.url);
  const { end } = (await (await fetch(`${readUrl()}/v1/status`)).json()) as { end: string };
  for (const countQuery of [...polledRequests, null]) await reader.ask(readUrl(), countQuery, { atLeast: end });
  for (let asking = 0; asking < lastInstants; asking += 1) {
    await reader.ask(readUrl(), polledRequests[asking % polledRequests.length]!, { asOf: new Date(anyInstantMs()).toISOString() });
  }
  await reader.askAgain(readUrl(), lastAgain);
}

/** By itself, in the time it has for it, and with nothing left undone. */
export async function stopWell(qorgau: QorgauProcess): Promise<void> {
  const exitCode = await Promise.race([qorgau.stop(), delay(stopMsMax, "nothing", { ref: false })]);
  if (exitCode !== 0) throw new Error(`the program ended with ${exitCode}:\n${qorgau.output()}`);
}
