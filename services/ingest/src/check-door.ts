/** `--check-config` for what the door judges with: looks at the files and makes none. */
import type { DoorSettings } from "@qorgau/infra/settings/door-settings";
import { readReporters } from "./intake/open-door.ts";
import { loadPseudonymKey } from "./intake/pseudonym-key.ts";

/** One sentence for each fault. */
export async function checkDoor({ pseudonymKeyFile, pseudonymKeyMayBeMade, reportersFile }: DoorSettings): Promise<readonly string[]> {
  const faults: string[] = [];
  const tell = (error: unknown) => void faults.push((error as Error).message);
  try {
    const isThere = loadPseudonymKey(pseudonymKeyFile) !== null;
    if (!isThere && !pseudonymKeyMayBeMade) tell(new Error(`There is no pseudonym key file ${pseudonymKeyFile}.`));
  } catch (error) {
    tell(error);
  }
  if (reportersFile !== null) await readReporters(reportersFile).catch(tell);
  return faults;
}
