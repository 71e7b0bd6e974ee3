/** A service that starts the engine, keeps it busy and can be killed: for the test that the engine ends with its owner. */
import { createLogger } from "../../runtime/logger.ts";
import { startEmbeddedEngine } from "./embedded-engine.ts";

const engine = await startEmbeddedEngine({ directory: process.argv[2]!, logger: createLogger({ level: "silent" }) });
const heavy = "SELECT count() FROM numbers(1000000000000) WHERE NOT ignore(cityHash64(number)) SETTINGS max_execution_time = 30";
const { origin, username, password } = new URL(engine.url);
const headers = { "x-clickhouse-user": username, "x-clickhouse-key": password };
const post = (body: string) => fetch(origin, { method: "POST", headers, body });

// One for every connection, so that the engine has not a thread to spare.
const queries = Array.from({ length: 8 }, () => post(heavy));
void Promise.allSettled(queries);
process.stdout.write(`${JSON.stringify({ port: new URL(engine.url).port })}\n`);
