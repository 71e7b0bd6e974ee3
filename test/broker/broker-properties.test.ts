import { expect, test } from "vitest";
import { brokerProperties, propertiesFile } from "./broker-properties.ts";
import type { BrokerShape } from "./broker-properties.ts";

const node = (id: number) => ({ id, clientPort: 20_000 + id, brokerPort: 21_000 + id, controllerPort: 22_000 + id });
const one: BrokerShape = { nodes: [node(1)], isSasl: false, tls: null, properties: {} };
const three: BrokerShape = { ...one, nodes: [node(1), node(2), node(3)] };
const tls = { keystore: "/keys.p12", password: "secret" };

test("every listener is on loopback, and the controllers of all nodes make one quorum", () => {
  const properties = brokerProperties(three, node(2), "/data");
  expect(properties["listeners"]).toBe("CLIENT://127.0.0.1:20002,BROKER://127.0.0.1:21002,CONTROLLER://127.0.0.1:22002");
  expect(properties["controller.quorum.voters"]).toBe("1@127.0.0.1:22001,2@127.0.0.1:22002,3@127.0.0.1:22003");
});

test("what Kafka keeps for itself has as many copies as there are nodes", () => {
  expect(brokerProperties(one, node(1), "/data")["offsets.topic.replication.factor"]).toBe("1");
  expect(brokerProperties(three, node(1), "/data")["offsets.topic.replication.factor"]).toBe("3");
});

test.each([
  [false, null, "PLAINTEXT"],
  [true, null, "SASL_PLAINTEXT"],
  [false, tls, "SSL"],
  [true, tls, "SASL_SSL"],
])("passwords %s and certificates %o make the clients' listener %s, and no other", (isSasl, certificates, protocol) => {
  const properties = brokerProperties({ ...one, isSasl, tls: certificates }, node(1), "/data");
  expect(properties["listener.security.protocol.map"]).toBe(`CLIENT:${protocol},BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT`);
});

test("what a test asks for stands, in the words of Kafka's file", () => {
  const properties = brokerProperties({ ...one, properties: { "message.max.bytes": "1000" } }, node(1), "C:\\data");
  expect(propertiesFile(properties)).toContain("message.max.bytes=1000\n");
  expect(propertiesFile(properties)).toContain("log.dirs=C:\\\\data\n");
});
