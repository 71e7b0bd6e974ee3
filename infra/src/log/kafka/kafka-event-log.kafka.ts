/** The engine on Kafka against the contract, on one broker and on three, and what only it promises. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe } from "vitest";
import { startBroker } from "../../../../test/broker/start-broker.ts";
import type { Broker } from "../../../../test/broker/start-broker.ts";
import { createKafkaAdmin } from "../../kafka/kafka-admin.ts";
import type { KafkaConnection } from "../../kafka/kafka-connection.ts";
import { createLogger } from "../../process/logger.ts";
import { eventLogContract } from "../testing/event-log-contract.ts";
import type { LogPlace } from "../testing/event-log-contract.ts";
import { openKafkaEventLog } from "./kafka-event-log.ts";

const logger = createLogger({ level: "warn" });

function connectionTo(broker: Broker): KafkaConnection {
  return { brokers: broker.bootstrap.split(","), clientId: "qorgau-test", logger };
}

/** A topic of its own each time. */
async function placeOn(broker: Broker): Promise<LogPlace> {
  const connection = connectionTo(broker);
  const topic = `log-${randomUUID()}`;
  return {
    open: (options) => openKafkaEventLog({ connection, topic, ...options }),
    async remove() {
      const admin = createKafkaAdmin(connection);
      await admin.deleteTopic(topic);
      await admin.close();
    },
  };
}

describe.each([1, 3] as const)("on %i broker(s)", (nodes) => {
  let broker: Broker;
  beforeAll(async () => {
    broker = await startBroker({ nodes });
  });
  afterAll(() => broker.remove());

  eventLogContract(`Kafka, ${nodes} broker(s)`, () => placeOn(broker));
});
