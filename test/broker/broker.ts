/** `npm run broker`: the test broker in the foreground, for `QORGAU_LOG=kafka://… npm start` beside it. */
import { mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { runCommand, UsageError } from "@qorgau/infra/cli/run-command";
import { startBroker } from "./start-broker.ts";

const help = `Runs a real Apache Kafka broker on loopback, fetched by Maven into a cache once; needs Java 17 or newer, and Maven the first time.

  npm run broker -- [options]

  --port P      of the first node; the others take the ports after it (9092)
  --nodes N     1 or 3 (1)
  --data DIR    keep the data there, and go on with what is there (a temporary folder, removed at the end)
  --help        this text

Ctrl+C stops it.
`;

async function main(words: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...words],
    options: {
      port: { type: "string", default: "9092" },
      nodes: { type: "string", default: "1" },
      data: { type: "string" },
    },
  });
  const [port, nodes] = [Number(values.port), Number(values.nodes)];
  if (!(Number.isInteger(port) && port > 0 && port < 65_534)) throw new UsageError("--port is a number up to 65533.");
  if (nodes !== 1 && nodes !== 3) throw new UsageError("--nodes is 1 or 3.");
  const interrupted = Promise.race(["SIGINT", "SIGTERM"].map((signal) => new Promise((reported) => process.once(signal, reported))));
  if (values.data !== undefined) await mkdir(values.data, { recursive: true });
  const broker = await startBroker({ port, nodes, ...(values.data === undefined ? {} : { directory: resolve(values.data) }) });
  process.stdout.write(`QORGAU_LOG=${broker.url} npm start\n`);
  await interrupted;
  await broker.stop();
  await broker.remove();
  return 0;
}

await runCommand({ help, run: main });
