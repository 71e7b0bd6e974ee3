/**
 * A process for `kill-while-appending.contract.ts`: many callers append without end, and every acknowledgement is written to standard
 * output before the next append. Arguments: directory, round, callers.
 */
import { openEmbeddedEventLog } from "./embedded-event-log.ts";

const [directory = "", round = "0", callers = "1"] = process.argv.slice(2);
const log = await openEmbeddedEventLog({ directory });
await report("open\n");

await Promise.all(
  Array.from({ length: Number(callers) }, async (_, caller) => {
    const records = caller % 5 === 0 ? 7 : 1;
    for (let sequence = 0; ; sequence += records) {
      const values = Array.from({ length: records }, (_, index) => `${round}/${caller}/${sequence + index}`);
      const appended = await log.append(values.map((value) => ({ key: `record-${caller}`, value: value.padEnd(120) })));
      await report(appended.map(({ partition, offset }, index) => `${partition}:${offset} ${values[index]}\n`).join(""));
    }
  }),
);

function report(text: string): Promise<void> {
  return new Promise((resolve, reject) => process.stdout.write(text, (error) => (error ? reject(error) : resolve())));
}
