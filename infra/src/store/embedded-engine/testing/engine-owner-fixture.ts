/** A service that starts the engine, keeps it busy and can be killed: for the test that the engine ends with its owner. */
import { createLogger } from "../../../process/logger.ts";
import { startEmbeddedEngine } from "../embedded-engine.ts";

const busy = 8;
const engine = await startEmbeddedEngine({
  directory: process.argv[2]!,
  logger: createLogger({ level: "silent" }),
  // One more than are kept busy, to see that they are.
  limits: { readers: busy + 1 },
});
const { origin, username, password, port } = new URL(engine.url);
const headers = { "x-clickhouse-user": username, "x-clickhouse-key": password };
const post = (body: string) => fetch(origin, { method: "POST", headers, body });

const heavy = "SELECT count() FROM numbers(1000000000000) WHERE NOT ignore(cityHash64(number)) SETTINGS max_execution_time = 30";
void Promise.allSettled(Array.from({ length: busy }, () => post(heavy)));
const running = async () => Number(await (await post("SELECT count() FROM system.processes WHERE query LIKE '%cityHash64%30'")).text());
while ((await running()) < busy) continue;
process.stdout.write(`${JSON.stringify({ port })}\n`);
