/** `--check-config` for what the ingest endpoint judges with: looks at the files and makes none. */
import type { IngestEndpointSettings } from "@qorgau/infra/settings/ingest-endpoint-settings";
import { readReporters } from "./intake/open-ingest-endpoint.ts";
import { loadPseudonymKey } from "./intake/pseudonym-key.ts";

/** Gives one sentence for each file that cannot be used. Never rejects. */
export async function checkEndpoint({
  pseudonymKeyFile,
  pseudonymKeyMayBeMade,
  reportersFile,
}: IngestEndpointSettings): Promise<readonly string[]> {
  const faults: string[] = [];
  const report = (error: unknown) => void faults.push((error as Error).message);
  try {
    const isThere = loadPseudonymKey(pseudonymKeyFile) !== null;
    if (!isThere && !pseudonymKeyMayBeMade) report(new Error(`There is no pseudonym key file ${pseudonymKeyFile}.`));
  } catch (error) {
    report(error);
  }
  if (reportersFile !== null) await readReporters(reportersFile).catch(report);
  return faults;
}
