/** A library that lacks what is used below its public interface is reported at the start, by the program and in its words. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const run = promisify(execFile);

/** What connecting says where that happened to the library before it was loaded. */
async function saidAfter(change: string): Promise<string> {
  const program = `
    import { createRequire } from "node:module";
    const require = createRequire(import.meta.url);
    const library = (file) => require("kafkajs/src/" + file);
    ${change}
    const { openKafka } = await import("./infra/src/kafka/open-kafka.ts");
    const { createLogger } = await import("./infra/src/process/logger.ts");
    try {
      const kafka = openKafka({ brokers: ["127.0.0.1:1"], clientId: "other", logger: createLogger({ level: "silent" }) });
      await kafka.close();
      console.log("connects");
    } catch (error) {
      console.log(error.code, error.retryable, error.message);
    }
  `;
  const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", program], { cwd: `${import.meta.dirname}/../../..` });
  return stdout;
}

test("the library that is installed has all that is used", async () => {
  expect(await saidAfter("")).toBe("connects\n");
});

test.each([
  [
    "a member that is patched",
    `delete library("consumer/consumerGroup.js").prototype.heartbeat;`,
    "heartbeat of consumer/consumerGroup.js",
  ],
  ["a member that is called", `delete library("cluster/index.js").prototype.findBroker;`, "findBroker of cluster/index.js"],
  [
    "a file of the form expected",
    `library("protocol/requests/fetch/v4/decodeMessages.js");
     require.cache[require.resolve("kafkajs/src/protocol/requests/fetch/v4/decodeMessages.js")].exports = {};`,
    "protocol/requests/fetch/v4/decodeMessages.js",
  ],
])("%s that is not there is named, and nothing is tried without it", async (_, change, lacks) => {
  const said = await saidAfter(change);
  expect(said).toContain(
    `kafka_library_differs false The installed kafkajs is not the one that this program is written for; it lacks ${lacks}`,
  );
  expect(said).toContain("npm ci");
});
