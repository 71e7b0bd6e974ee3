import { describe, expect, it } from "vitest";
import type { TopicState } from "./kafka-admin.ts";
import { deadLettersTopicRules, differencesOf, eventsTopicRules, inboundTopicRules } from "./topics.ts";
import type { TopicRules } from "./topics.ts";

/** As it would be made. */
function stateOf(
  rules: TopicRules,
  changes: { readonly partitions?: number; readonly replication?: number; readonly config?: Record<string, string> } = {},
): TopicState {
  const wanted = Object.entries(rules.config).map(([name, { value }]) => [name, value] as const);
  return {
    partitions: changes.partitions ?? rules.partitions.count,
    replication: changes.replication ?? 3,
    config: new Map([...wanted, ["min.insync.replicas", "2"], ...Object.entries(changes.config ?? {})]),
  };
}

const events = eventsTopicRules({ name: "qorgau.events.v1" });

describe("a topic that is there", () => {
  it("is taken as it was made", () => {
    for (const rules of [events, inboundTopicRules("kazakhmys"), deadLettersTopicRules()])
      expect(differencesOf(rules, 3, stateOf(rules))).toEqual([]);
  });

  it.each([
    ["retention.ms", "604800000", "deleted after that time"],
    ["retention.bytes", "1073741824", "deleted beyond that size"],
    ["cleanup.policy", "compact", "compacted"],
    ["cleanup.policy", "compact,delete", "compacted"],
    ["message.timestamp.type", "CreateTime", "the sender's word"],
    ["max.message.bytes", "1048588", "refused"],
    ["min.insync.replicas", "1", "one broker alone"],
    ["unclean.leader.election.enable", "true", "lost"],
  ])("tells that %s=%s, why not, and how to mend it", (name, value, why) => {
    const differences = differencesOf(events, 3, stateOf(events, { config: { [name]: value } }));
    expect(differences).toEqual([expect.stringContaining(`qorgau.events.v1 has ${name}=${value}`)]);
    expect(differences[0]).toContain(why);
    expect(differences[0]).toContain(`--add-config ${name}=`);
  });

  it("may keep and hold more than is wanted", () => {
    const inbound = inboundTopicRules("kazakhmys");
    for (const retention of ["-1", "31536000000"]) {
      expect(
        differencesOf(inbound, 1, stateOf(inbound, { config: { "retention.ms": retention, "max.message.bytes": "33554432" } })),
      ).toEqual([]);
    }
    expect(differencesOf(inbound, 1, stateOf(inbound, { config: { "retention.ms": "86400000" } }))).toHaveLength(1);
  });

  it("needs no second copy where there is one broker alone", () => {
    expect(differencesOf(events, 1, stateOf(events, { replication: 1, config: { "min.insync.replicas": "1" } }))).toEqual([]);
  });

  it("tells of too few copies, and of another number of partitions where one is demanded", () => {
    expect(differencesOf(events, 3, stateOf(events, { replication: 2 }))).toEqual([expect.stringContaining("2 copies")]);
    const demanded = eventsTopicRules({ name: "qorgau.events.v1", partitions: 8 });
    for (const partitions of [4, 16]) {
      expect(differencesOf(demanded, 3, stateOf(demanded, { partitions }))).toEqual([
        expect.stringMatching(new RegExp(`has ${partitions} partitions, and 8 are wanted.*QORGAU_KAFKA_PARTITIONS`)),
      ]);
    }
    expect(differencesOf(events, 3, stateOf(events, { partitions: 16 }))).toEqual([]);
  });

  it("tells everything at once", () => {
    expect(
      differencesOf(events, 3, stateOf(events, { replication: 1, config: { "retention.ms": "1", "cleanup.policy": "compact" } })),
    ).toHaveLength(3);
  });
});
