/** A real Apache Kafka broker of one or three nodes on loopback, for tests and for `npm run broker`. */
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeBrokerCertificates } from "./broker-certificates.ts";
import { createBrokerNode } from "./broker-node.ts";
import type { BrokerNode } from "./broker-node.ts";
import { brokerProperties, propertiesFile } from "./broker-properties.ts";
import type { BrokerShape, NodeAddress } from "./broker-properties.ts";
import { chooseRuntime } from "./choose-runtime.ts";
import { freePorts } from "./free-ports.ts";
import type { KafkaRuntime } from "./kafka-runtime.ts";

export interface BrokerOptions {
  /** Each is controller and broker in one; one where not told. */
  readonly nodes?: 1 | 3;
  /** Of the first node; the others have the ones after it. Free ones where not told. */
  readonly port?: number;
  /** Kept by `remove` where told; else a temporary folder. A folder that holds a broker's data goes on with it. */
  readonly directory?: string;
  /** Passwords by user: then clients are let in with SCRAM-SHA-512 or SCRAM-SHA-256 only. */
  readonly users?: Readonly<Record<string, string>>;
  /** Clients are let in over TLS only. */
  readonly tls?: boolean;
  /** Any of Kafka's broker properties. */
  readonly properties?: Readonly<Record<string, string>>;
  /** What runs Java; chosen by `QORGAU_TEST_BROKER` where not told. */
  readonly runtime?: KafkaRuntime;
}

export interface Broker extends AsyncDisposable {
  /** Of all nodes: `127.0.0.1:P,127.0.0.1:P`. */
  readonly bootstrap: string;
  /** What `QORGAU_LOG` takes. */
  readonly url: string;
  /** PEM of the authority to trust; null where the broker does without TLS. */
  readonly caFile: string | null;
  readonly nodes: readonly BrokerNode[];
  /** From 1. */
  node(id: number): BrokerNode;
  /** Stops all nodes; they can be started again. */
  stop(): Promise<void>;
  /** Ends all nodes at once and removes their data. */
  remove(): Promise<void>;
}

export async function startBroker(options: BrokerOptions = {}): Promise<Broker> {
  const directory = options.directory ?? (await mkdtemp(join(tmpdir(), "qorgau-broker-")));
  const runtime = options.runtime ?? (await chooseRuntime(directory));
  await demandSameNodes(directory, options.nodes ?? 1);
  const tls = options.tls === true ? await makeBrokerCertificates(join(directory, "certificates")) : null;
  const addresses = await nodeAddresses(options.nodes ?? 1, options.port);
  const shape: BrokerShape = { nodes: addresses, isSasl: options.users !== undefined, tls, properties: options.properties ?? {} };
  // A first hyphen would be taken for an option.
  const formatting = { clusterId: randomBytes(16).toString("base64url").replace(/^-/, "A"), users: options.users ?? {} };
  const nodes = await Promise.all(addresses.map((address) => formattedNode({ runtime, directory, shape, address, ...formatting })));
  const removeData = () => (options.directory === undefined ? removeDirectory(directory) : Promise.resolve());
  const broker = brokerOf(nodes, tls?.caFile ?? null, removeData);
  try {
    await Promise.all(nodes.map((node) => node.start()));
  } catch (error) {
    await broker.remove();
    throw error;
  }
  return broker;
}

function brokerOf(nodes: readonly BrokerNode[], caFile: string | null, removeData: () => Promise<void>): Broker {
  const bootstrap = nodes.map(({ address }) => address).join(",");
  const remove = async () => {
    await Promise.all(nodes.map((node) => node.kill()));
    await removeData();
  };
  return {
    bootstrap,
    url: `kafka://${bootstrap}`,
    caFile,
    nodes,
    node: (id) => nodes[id - 1] ?? missingNode(id),
    stop: () => stopAll(nodes),
    remove,
    [Symbol.asyncDispose]: remove,
  };
}

function missingNode(id: number): never {
  throw new RangeError(`the broker has no node ${id}`);
}

/** All at once: the last ones find no quorum to hand their partitions to, whichever they are. */
async function stopAll(nodes: readonly BrokerNode[]): Promise<void> {
  await Promise.all(nodes.map((node) => node.stop()));
}

/** The controllers' quorum is written into the data: one node cannot go on as three. */
async function demandSameNodes(directory: string, count: number): Promise<void> {
  const held = (await readdir(directory)).filter((name) => name.startsWith("node-")).length;
  if (held !== 0 && held !== count) throw new Error(`the folder holds the data of ${held} nodes, not of ${count}: ${directory}`);
}

async function nodeAddresses(count: number, port: number | undefined): Promise<NodeAddress[]> {
  const ports = await freePorts(count * 3);
  return Array.from({ length: count }, (_, index) => ({
    id: index + 1,
    clientPort: port === undefined ? ports[index]! : port + index,
    brokerPort: ports[count + index]!,
    controllerPort: ports[2 * count + index]!,
  }));
}

interface Formatting {
  readonly runtime: KafkaRuntime;
  readonly directory: string;
  readonly shape: BrokerShape;
  readonly address: NodeAddress;
  readonly clusterId: string;
  readonly users: Readonly<Record<string, string>>;
}

async function formattedNode({ runtime, directory, shape, address, clusterId, users }: Formatting): Promise<BrokerNode> {
  const home = join(directory, `node-${address.id}`);
  const data = join(home, "data");
  const file = join(home, "server.properties");
  await mkdir(home, { recursive: true });
  await writeFile(file, propertiesFile(brokerProperties(shape, address, data)));
  if (!existsSync(join(data, "meta.properties"))) {
    await runtime.runTool("kafka.tools.StorageTool", ["format", "--cluster-id", clusterId, "--config", file, ...scram(users)]);
  }
  return createBrokerNode({ id: address.id, address: `127.0.0.1:${address.clientPort}`, runtime, propertiesFile: file });
}

function scram(users: Readonly<Record<string, string>>): string[] {
  return Object.entries(users).flatMap(([name, password]) =>
    ["SCRAM-SHA-512", "SCRAM-SHA-256"].flatMap((mechanism) => ["--add-scram", `${mechanism}=[name="${name}",password="${password}"]`]),
  );
}

const removeDirectory = (directory: string) => rm(directory, { recursive: true, force: true });
