/** Brokers that hang, as sockets that accept a connection and say nothing. */
import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo, Server } from "node:net";
import { expect, test } from "vitest";
import { createLogger } from "../process/logger.ts";
import { KafkaCluster } from "./kafka-cluster.ts";

async function listening(server: Server): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Counts the requests that come. */
function hangingBroker() {
  const broker = { requests: 0, server: createServer((socket) => socket.on("data", () => (broker.requests += 1)).on("error", () => {})) };
  return broker;
}

function clusterOf(brokers: readonly string[]) {
  const cluster = new KafkaCluster({ brokers, clientId: "test", logger: createLogger({ level: "silent" }) }, { requestMsMax: 300 });
  const ask = () => expect(cluster.partitionsOf("topic")).rejects.toMatchObject({ retryable: true });
  return { ask, cut: () => cluster.cut() };
}

test.concurrent("brokers that hang before they have told of themselves are asked again each time, one after the other", async () => {
  const [one, other] = [hangingBroker(), hangingBroker()];
  const cluster = clusterOf([await listening(one.server), await listening(other.server)]);
  await cluster.ask();
  await cluster.ask();
  expect([one.requests, other.requests]).not.toContain(0);
  cluster.cut();
  one.server.close();
  other.server.close();
});

test.concurrent("the one broker that can be reached is asked again at once after it hung, although another address is named", async () => {
  const [hanging, gone] = [hangingBroker(), createServer()];
  const brokers = [await listening(hanging.server), await listening(gone)];
  gone.close();
  const cluster = clusterOf(brokers);
  await cluster.ask();
  const before = hanging.requests;
  await cluster.ask();
  expect(before).toBeGreaterThan(0);
  expect(hanging.requests).toBeGreaterThan(before);
  cluster.cut();
  hanging.server.close();
});
