/** Two processes of each service on one log and one store, each at an address of its own that it keeps through all its lives. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { freePorts } from "../broker/free-ports.ts";
import { startQorgau } from "../end-to-end/program/qorgau-process.ts";
import type { QorgauProcess } from "../end-to-end/program/qorgau-process.ts";
import { stopWell } from "./ask-at-the-end.ts";
import type { LoadedPlaces } from "./under-load.ts";

const services = ["ingest", "aggregator", "api"] as const;
type Service = (typeof services)[number];

const ofEach = 2;

export interface ServiceProcess {
  readonly service: Service;
  /** `api 2`. */
  readonly name: string;
  readonly url: string;
  /** Null while it is gone, or starting. */
  readonly life: () => QorgauProcess | null;
  /** Resolves once it is gone. */
  kill(): Promise<void>;
  /** Resolves once it listens. */
  start(): Promise<void>;
}

export interface ServiceProcesses extends AsyncDisposable {
  readonly all: readonly ServiceProcess[];
  /** A random one each time, whether it is there or not, as behind a balancer that has not noticed yet. */
  readonly places: LoadedPlaces;
  /** All of them, graceful and at once. */
  stop(): Promise<void>;
}

export interface ServiceProcessesOptions {
  readonly directory: string;
  readonly logUrl: string;
  readonly storeUrl: string;
  readonly random: () => number;
}

/** All of them listen then; the tables and the topics are there. */
export async function startServiceProcesses({ directory, logUrl, storeUrl, random }: ServiceProcessesOptions): Promise<ServiceProcesses> {
  const keyFile = join(directory, "pseudonym.key");
  await writeFile(keyFile, `${"7c".repeat(32)}\n`, { mode: 0o600 });
  const environment = { QORGAU_LOG: logUrl, QORGAU_STORE: storeUrl, QORGAU_PSEUDONYM_KEY_FILE: keyFile };
  const ports = await freePorts(services.length * ofEach);
  const all = services.flatMap((service) =>
    Array.from({ length: ofEach }, (_, index) =>
      serviceProcess({ service, name: `${service} ${index + 1}`, port: ports.pop()!, directory, environment }),
    ),
  );
  const anyUrl = (service: Service) => {
    const found = all.filter((one) => one.service === service);
    return found[Math.floor(random() * found.length)]!.url;
  };
  const killAll = async () => void (await Promise.all(all.map((one) => one.kill())));
  try {
    await Promise.all(all.map((one) => one.start()));
  } catch (error) {
    await killAll();
    throw error;
  }
  return {
    all,
    places: {
      get url() {
        return anyUrl("ingest");
      },
      get readUrl() {
        return anyUrl("api");
      },
    },
    stop: async () => void (await Promise.all(all.map((one) => stopWell(one.life()!)))),
    [Symbol.asyncDispose]: killAll,
  };
}

interface ProcessOptions {
  readonly service: Service;
  readonly name: string;
  readonly port: number;
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
}

function serviceProcess({ service, name, port, directory, environment }: ProcessOptions): ServiceProcess {
  const home = join(directory, name.replace(" ", "-"));
  let life: QorgauProcess | null = null;
  return {
    service,
    name,
    url: `http://127.0.0.1:${port}`,
    life: () => life,
    async kill() {
      const killed = life;
      life = null;
      await killed?.kill();
    },
    async start() {
      life = await startQorgau(home, { ...environment, QORGAU_PORT: String(port) }, [`services/${service}/src/main.ts`]);
    },
  };
}

/** Stands still for so long, and does not know it afterwards. */
export async function pauseProcess({ life }: ServiceProcess, ms: number): Promise<void> {
  const { pid } = life()!;
  process.kill(pid, "SIGSTOP");
  try {
    await delay(ms);
  } finally {
    process.kill(pid, "SIGCONT");
  }
}
