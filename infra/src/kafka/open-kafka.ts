/** A Kafka cluster as this program uses it. Nothing connects before it is first needed. */
import { startGroupConsumer } from "./group-consumer.ts";
import type { GroupConsumer, GroupConsumerOptions } from "./group-consumer.ts";
import { createKafkaAdmin } from "./kafka-admin.ts";
import type { KafkaAdmin } from "./kafka-admin.ts";
import type { KafkaConnection } from "./kafka-connection.ts";
import { KafkaProducer } from "./kafka-producer.ts";
import type { KafkaProducerOptions } from "./kafka-producer.ts";

/** One cluster. `close` ends `admin` alone: every producer and consumer is closed by its owner. */
export interface Kafka {
  readonly connection: KafkaConnection;
  readonly admin: KafkaAdmin;
  /** Appends with acknowledgement by all replicas in sync. Each has connections of its own; its owner closes it. */
  producer(options?: KafkaProducerOptions): KafkaProducer;
  /** Resolves once connected; joining the group follows. Its owner stops it. Rejects with a KafkaError. */
  consume(options: GroupConsumerOptions): Promise<GroupConsumer>;
  close(): Promise<void>;
}

/** Throws `kafka_library_differs` where kafkajs is another version, and the system's error where the file of the authorities cannot be read. */
export function openKafka(connection: KafkaConnection): Kafka {
  const admin = createKafkaAdmin(connection);
  return {
    connection,
    admin,
    producer: (options) => new KafkaProducer(connection, options),
    consume: (options) => startGroupConsumer(connection, options),
    close: () => admin.close(),
  };
}
