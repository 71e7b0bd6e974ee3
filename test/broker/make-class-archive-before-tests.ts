/** Beside the first tests, so that it is there when the first broker starts; one that starts earlier does without. */
import { makeClassArchive } from "./class-archive.ts";

export function setup(): (() => Promise<void>) | undefined {
  if (process.env["QORGAU_TEST_BROKER"] === "container") return undefined;
  const making = makeClassArchive().catch((error: unknown) => {
    process.stderr.write(`Brokers start without an archive of their classes: ${String(error)}\n`);
  });
  return () => making;
}
