/**
 * The real ClickHouse server in a container of the image `clickhouse/clickhouse-server`, by testcontainers.
 * Only typed so far: it was written where no image could be pulled, and has not run yet.
 */
import { GenericContainer, getContainerRuntimeClient, Wait } from "testcontainers";
import { freePorts } from "../broker/free-ports.ts";

export interface ClickHouseServer {
  /** What `QORGAU_STORE` takes. */
  readonly url: string;
  /** SIGKILL, and start again with its data at the same port. */
  crash(): Promise<void>;
  remove(): Promise<void>;
}

const image = "clickhouse/clickhouse-server:26.7";
const httpPort = 8123;
const [user, password, database] = ["qorgau", "test-server", "qorgau"];
const startMsMax = 120_000;

export async function startClickHouse(): Promise<ClickHouseServer> {
  const [port = 0] = await freePorts(1);
  const started = await new GenericContainer(image)
    .withEnvironment({ CLICKHOUSE_USER: user, CLICKHOUSE_PASSWORD: password, CLICKHOUSE_DB: database })
    .withExposedPorts({ container: httpPort, host: port })
    .withUlimits({ nofile: { soft: 262_144, hard: 262_144 } })
    .withWaitStrategy(Wait.forHttp("/ping", httpPort))
    .withStartupTimeout(startMsMax)
    .start();
  const container = (await getContainerRuntimeClient()).container.getById(started.getId());
  return {
    url: `http://${user}:${password}@${started.getHost()}:${port}/${database}`,
    async crash() {
      await container.kill({ signal: "SIGKILL" });
      await container.start();
    },
    async remove() {
      await started.stop();
    },
  };
}
