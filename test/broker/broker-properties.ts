/** `server.properties` of the nodes of a test broker: each is controller and broker in one, in KRaft mode, on loopback. */
export interface NodeAddress {
  readonly id: number;
  /** For clients, between brokers, and of the controllers' quorum. */
  readonly clientPort: number;
  readonly brokerPort: number;
  readonly controllerPort: number;
}

export interface BrokerShape {
  readonly nodes: readonly NodeAddress[];
  /** Of the listener for clients; the other two are plain, being on loopback. */
  readonly isSasl: boolean;
  readonly tls: { readonly keystore: string; readonly password: string } | null;
  /** Properties that a test wants otherwise. */
  readonly properties: Readonly<Record<string, string>>;
}

/** An event of 256 KiB is far below it: inbound topics take whatever a reporter sends, to be told apart later. */
const messageBytesMax = 16 * 1024 * 1024;

export function brokerProperties(
  shape: BrokerShape,
  { id, ...ports }: NodeAddress,
  dataDirectory: string,
): Readonly<Record<string, string>> {
  const { nodes } = shape;
  const copies = String(Math.min(nodes.length, 3));
  return {
    "node.id": String(id),
    "process.roles": "broker,controller",
    "controller.quorum.voters": nodes.map((node) => `${node.id}@127.0.0.1:${node.controllerPort}`).join(","),
    listeners: `CLIENT://127.0.0.1:${ports.clientPort},BROKER://127.0.0.1:${ports.brokerPort},CONTROLLER://127.0.0.1:${ports.controllerPort}`,
    "advertised.listeners": `CLIENT://127.0.0.1:${ports.clientPort},BROKER://127.0.0.1:${ports.brokerPort}`,
    "listener.security.protocol.map": `CLIENT:${clientProtocol(shape)},BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT`,
    "inter.broker.listener.name": "BROKER",
    "controller.listener.names": "CONTROLLER",
    "log.dirs": dataDirectory,
    "offsets.topic.replication.factor": copies,
    "transaction.state.log.replication.factor": copies,
    "transaction.state.log.min.isr": nodes.length > 1 ? "2" : "1",
    "message.max.bytes": String(messageBytesMax),
    "replica.fetch.max.bytes": String(messageBytesMax),
    "auto.create.topics.enable": "false",
    ...small,
    ...soon,
    ...security(shape),
    ...shape.properties,
  };
}

/** A test broker holds little; the defaults are for machines of their own. */
const small = {
  "offsets.topic.num.partitions": "4",
  "transaction.state.log.num.partitions": "2",
  "log.cleaner.dedupe.buffer.size": String(4 * 1024 * 1024),
  "log.segment.bytes": String(64 * 1024 * 1024),
  "num.network.threads": "2",
  "num.io.threads": "4",
  "background.threads": "2",
};

/** What is killed or paused is noticed in seconds, and a group waits for nobody. A paused node keeps its connections open: only the socket timeouts end them. */
const soon = {
  "group.initial.rebalance.delay.ms": "0",
  "group.min.session.timeout.ms": "500",
  "broker.heartbeat.interval.ms": "500",
  "broker.session.timeout.ms": "3000",
  "controller.socket.timeout.ms": "3000",
  "replica.socket.timeout.ms": "3000",
  "replica.lag.time.max.ms": "5000",
  "controller.quorum.election.timeout.ms": "1000",
  "controller.quorum.fetch.timeout.ms": "2000",
  "controlled.shutdown.enable": "true",
};

function clientProtocol({ isSasl, tls }: BrokerShape): string {
  if (isSasl) return tls === null ? "SASL_PLAINTEXT" : "SASL_SSL";
  return tls === null ? "PLAINTEXT" : "SSL";
}

function security({ isSasl, tls }: BrokerShape): Record<string, string> {
  const login = "org.apache.kafka.common.security.scram.ScramLoginModule required;";
  return {
    ...(isSasl
      ? {
          "listener.name.client.sasl.enabled.mechanisms": "SCRAM-SHA-512,SCRAM-SHA-256",
          "listener.name.client.scram-sha-512.sasl.jaas.config": login,
          "listener.name.client.scram-sha-256.sasl.jaas.config": login,
        }
      : {}),
    ...(tls === null
      ? {}
      : {
          "listener.name.client.ssl.keystore.type": "PKCS12",
          "listener.name.client.ssl.keystore.location": tls.keystore,
          "listener.name.client.ssl.keystore.password": tls.password,
          "listener.name.client.ssl.key.password": tls.password,
        }),
  };
}

export function propertiesFile(properties: Readonly<Record<string, string>>): string {
  return Object.entries(properties)
    .map(([name, value]) => `${name}=${value.replaceAll("\\", "\\\\")}\n`)
    .join("");
}
