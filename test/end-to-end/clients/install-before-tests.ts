/** Before the first test that runs clients of others: what cannot be installed is left out with a line, unless it is required. */
import { isOnPath } from "../../broker/broker-at-hand.ts";
import { areClientsRequired, installClients } from "./installed-clients.ts";
import type { Language } from "./installed-clients.ts";

async function installOrExplain(language: Language): Promise<void> {
  try {
    await installClients(language);
  } catch (error) {
    if (areClientsRequired()) throw error;
    const [reason] = (error as Error).message.split("\n");
    const what = language === "generators" ? "the generators of clients" : `the clients in ${language}`;
    process.stderr.write(`\nNOT RUN: ${what}, which could not be installed (${reason}). CI runs them.\n\n`);
  }
}

export async function setup(): Promise<void> {
  // Told already by the suites on a broker that these are missing.
  const hasMaven = isOnPath("mvn", process.env["PATH"] ?? "");
  await Promise.all([
    installOrExplain("python"),
    installOrExplain("typescript"),
    installOrExplain("go"),
    installOrExplain("r"),
    installOrExplain("generators"),
    ...(hasMaven ? [installOrExplain("java")] : []),
  ]);
}
