/** Before the first of the broker suites: the download may take longer than a test, and where it fails all of them fail at once. */
import { fetchKafka } from "./fetch-kafka.ts";

export async function setup(): Promise<void> {
  if (process.env["QORGAU_TEST_BROKER"] !== "container") await fetchKafka();
}
