import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { aclCommands, partnerOf, quotaCommands, quotaRemovals } from "./partner-access.ts";

const reporter = { source: "urn:kz:bin:200140000004", role: "enterprise", name: "A mine", topic: "mine" } as const;
const mine = partnerOf(reporter)!;
const cluster = { bootstrap: "b1:9092", commandConfig: "operator.properties" };

test("the commands of a partner are those that docs/operating.md shows", () => {
  const page = readFileSync(join(import.meta.dirname, "../../../../../docs/operating.md"), "utf8");
  const shown = page.split("\n").filter((line) => line.startsWith("kafka-"));
  const quotas = { producerByteRate: 1_048_576, consumerByteRate: 1_048_576 };
  expect([...aclCommands(mine, cluster, "add"), ...quotaCommands(mine, cluster, quotas)]).toEqual(shown);
});

test("a partner that leaves has the same rules taken back, and every quota", () => {
  const without = { ...cluster, commandConfig: null };
  expect(aclCommands(mine, without, "remove")).toEqual([
    "kafka-acls.sh --bootstrap-server b1:9092 --remove --force --allow-principal User:mine --operation Write --operation Describe --topic qorgau.inbound.mine.v1",
    "kafka-acls.sh --bootstrap-server b1:9092 --remove --force --allow-principal User:mine --operation Read --operation Describe --topic qorgau.acks.mine.v1",
    "kafka-acls.sh --bootstrap-server b1:9092 --remove --force --allow-principal User:mine --operation Read --group mine. --resource-pattern-type prefixed",
  ]);
  expect(quotaRemovals(mine, without)).toEqual(
    ["producer_byte_rate", "consumer_byte_rate", "request_percentage"].map(
      (name) => `kafka-configs.sh --bootstrap-server b1:9092 --alter --delete-config ${name} --entity-type users --entity-name mine`,
    ),
  );
});

test("a quota that is not told is not set", () => {
  expect(quotaCommands(mine, cluster, {})).toEqual([]);
  expect(quotaCommands(mine, cluster, { requestPercentage: 20 })).toEqual([
    expect.stringContaining("--add-config request_percentage=20 --entity-type") as string,
  ]);
});

test("a user of another name is quoted for the shell", () => {
  const certified = partnerOf(reporter, "CN=The mine's, O=Mines")!;
  expect(aclCommands(certified, cluster, "add")[0]).toContain(String.raw` --allow-principal 'User:CN=The mine'\''s, O=Mines' --operation `);
});

test("a reporter without a topic is no partner", () => {
  const { topic: _topic, ...byHttp } = reporter;
  expect(partnerOf(byHttp)).toBeNull();
});
