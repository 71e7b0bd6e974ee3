/** docker-compose.yml and Dockerfile, held to their specifications and to this program, without a container engine. */
import { execFile } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { makeSecrets } from "@qorgau/infra/deployment/make-secrets";
import { aggregatorSettings, apiSettings, ingestSettings, settingsTable } from "@qorgau/infra/settings/settings";
import { Ajv2020 } from "ajv/dist/2020.js";
import { DockerfileParser } from "dockerfile-ast";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";

const root = join(import.meta.dirname, "..");
const composeFile = join(root, "docker-compose.yml");
const run = promisify(execFile);

const mounted = z.string().transform((text) => {
  const [source = "", target = "", mode = "rw"] = text.split(":");
  return { source, target, mode };
});
const service = z.looseObject({
  image: z.string(),
  command: z.array(z.string()).optional(),
  entrypoint: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).default({}),
  ports: z.array(z.string()).default([]),
  volumes: z.array(mounted).default([]),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  healthcheck: z.looseObject({ disable: z.boolean().optional() }).optional(),
  profiles: z.array(z.string()).default([]),
  deploy: z.object({ resources: z.object({ limits: z.object({ cpus: z.string(), memory: z.string() }) }) }),
  logging: z.object({ driver: z.string(), options: z.record(z.string(), z.string()) }),
});
const document: unknown = parse(readFileSync(composeFile, "utf8"), { merge: true });
const { services, volumes } = z
  .looseObject({ services: z.record(z.string(), service), volumes: z.record(z.string(), z.unknown()) })
  .parse(document);
type Service = z.infer<typeof service>;

const processes = { ingest: ingestSettings, aggregator: aggregatorSettings, api: apiSettings } as const;

describe("docker-compose.yml", () => {
  test("is what the Compose specification describes", () => {
    const schema = JSON.parse(readFileSync(join(root, "test/compose-spec/compose-spec.json"), "utf8")) as object;
    const isValid = new Ajv2020({ strict: false, allErrors: true, validateFormats: false }).compile(schema);
    expect(isValid(document), JSON.stringify(isValid.errors)).toBe(true);
    expect(isValid({ services: { api: { image: 7 } } })).toBe(false);
  });

  test("is understood by docker compose, where that is installed", async (context) => {
    const isInstalled = await run("docker", ["compose", "version"]).then(
      () => true,
      () => false,
    );
    context.skip(!isInstalled, "docker compose is not installed");
    const { stdout } = await run("docker", ["compose", "-f", composeFile, "config", "--format", "json"]);
    const understood = z.object({ services: z.record(z.string(), z.unknown()) }).parse(JSON.parse(stdout));
    expect(Object.keys(understood.services).toSorted()).toEqual(
      Object.keys(services)
        .filter((name) => services[name]!.profiles.length === 0)
        .toSorted(),
    );
  });

  test("starts Kafka, ClickHouse and the three services", () => {
    const started = Object.entries(services).filter(([, { profiles }]) => profiles.length === 0);
    expect(started.map(([name]) => name).toSorted()).toEqual([
      "aggregator",
      "api",
      "clickhouse",
      "ingest",
      "kafka",
      "kafka-user",
      "secrets",
    ]);
  });

  test.each(Object.entries(services))(
    "%s has limits, logs that end, and no port beyond this machine",
    (_name, { deploy, logging, ports }) => {
      expect(deploy.resources.limits).toEqual({ cpus: expect.stringMatching(/^\d/), memory: expect.stringMatching(/^\d+[MG]$/) });
      expect(Object.keys(logging.options).toSorted()).toEqual(["max-file", "max-size"]);
      for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\d+(-\d+)?:\d+$/);
    },
  );

  test("whoever is waited for says when it is ready, and every named volume is there", () => {
    for (const [name, { depends_on, volumes: mounts }] of Object.entries(services)) {
      for (const [needed, { condition }] of Object.entries(depends_on)) {
        const { healthcheck } = services[needed]!;
        expect([name, needed, condition]).toEqual([
          name,
          needed,
          healthcheck?.disable ? "service_completed_successfully" : "service_healthy",
        ]);
      }
      for (const { source } of mounts) if (!source.startsWith(".")) expect(Object.keys(volumes)).toContain(source);
    }
  });

  test("every variable of ours is a setting", () => {
    const known = new Set<string>(settingsTable.map(({ name }) => name));
    const given = Object.values(services).flatMap(({ environment }) =>
      Object.keys(environment).filter((name) => name.startsWith("QORGAU_")),
    );
    expect(given.length).toBeGreaterThan(10);
    expect(given.filter((name) => !known.has(name))).toEqual([]);
  });

  test.each(Object.keys(processes) as (keyof typeof processes)[])("%s starts a program that takes its settings", (name) => {
    const { command, environment, image } = services[name]!;
    expect([image, command?.[0]]).toEqual(["qorgau", "node"]);
    expect(existsSync(join(root, command![1]!))).toBe(true);
    const withDefaults = Object.fromEntries(
      Object.entries(environment).map(([key, value]) => [key, value.replace(/^\$\{\w+:-(.*)\}$/, "$1")]),
    );
    expect(processes[name].read(withDefaults).values).toMatchObject({ listen: "0.0.0.0", port: 8080, open: false });
  });
});

describe("the secrets of docker-compose.yml", () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "qorgau-secrets-"));
    await makeSecrets(directory);
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  const inContainer = ({ volumes: mounts }: Service, path: string) => {
    const mount = mounts.find(({ target }) => path.startsWith(`${target}/`));
    return mount && join(directory, mount.source.replace(/^\.\/secrets\//, ""), path.slice(mount.target.length + 1));
  };

  test("are made where each service looks for them, for nobody else to read", () => {
    const named = Object.values(services).flatMap((one) =>
      Object.entries(one.environment).flatMap(([name, path]) => (name.endsWith("_FILE") ? [{ one, path }] : [])),
    );
    expect(named.length).toBeGreaterThan(5);
    for (const { one, path } of named) {
      const file = inContainer(one, path);
      expect(file && existsSync(file), path).toBe(true);
      if (process.platform !== "win32") expect(statSync(file!).mode & 0o077).toBe(0);
    }
  });

  test("are each given to those alone who need them", () => {
    const holders = (folder: string) =>
      Object.entries(services).flatMap(([name, { volumes: mounts }]) => (mounts.some(({ source }) => source === folder) ? [name] : []));
    expect(holders("./secrets")).toEqual(["secrets"]);
    expect(holders("./secrets/door")).toEqual(["ingest"]);
    expect(holders("./secrets/store").toSorted()).toEqual(["aggregator", "api"]);
    expect(holders("./secrets/clickhouse-users")).toEqual(["clickhouse"]);
    expect(holders("./secrets/kafka").toSorted()).toEqual(["aggregator", "api", "ingest", "kafka-user"]);
    const writable = Object.entries(services).filter(([, { volumes: mounts }]) =>
      mounts.some(({ source, mode }) => source === "./secrets/access" && mode === "rw"),
    );
    expect(writable.map(([name]) => name)).toEqual(["tokens"]);
  });

  test("hold no password where ClickHouse reads its users, and stay as they are once made", async () => {
    const read = (path: string) => readFile(join(directory, path), "utf8");
    const [password, users, key] = [
      await read("store/password"),
      await read("clickhouse-users/qorgau.xml"),
      await read("door/pseudonym.key"),
    ];
    expect(users).not.toContain(password.trim());
    expect(users).toMatch(/<password_sha256_hex>[0-9a-f]{64}</);
    expect(key).toMatch(/^[0-9a-f]{64}\n$/);
    expect(await makeSecrets(directory)).toEqual([]);
    expect([await read("store/password"), await read("door/pseudonym.key")]).toEqual([password, key]);
  });
});

describe("the Dockerfile", () => {
  const dockerfile = DockerfileParser.parse(readFileSync(join(root, "Dockerfile"), "utf8"));
  const instructions = dockerfile.getInstructions();
  const namesOf = (keyword: string) => instructions.filter((one) => one.getKeyword() === keyword);
  const ignored = readFileSync(join(root, ".dockerignore"), "utf8").split("\n");

  test("has no instruction that there is not, and three stages on Node 24", () => {
    const known = new Set(["FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "EXPOSE", "HEALTHCHECK", "CMD"]);
    expect(instructions.map((one) => one.getKeyword()).filter((keyword) => !known.has(keyword))).toEqual([]);
    const stages = namesOf("FROM").map((one) => one.getArguments()[0]?.getValue());
    expect(stages).toEqual(["node:24-bookworm-slim", "dependencies", "node:24-bookworm-slim"]);
  });

  test("copies what exists and what .dockerignore lets through", () => {
    const sources = dockerfile
      .getCOPYs()
      .filter((copy) => copy.getFromFlag() === null)
      .flatMap((copy) =>
        copy
          .getArguments()
          .slice(0, -1)
          .map((one) => one.getValue()),
      );
    expect(sources.length).toBeGreaterThan(8);
    for (const source of sources) {
      expect(existsSync(join(root, source)), source).toBe(true);
      expect(ignored, source).toContain(`!${source.split("/")[0]}`);
    }
  });

  test("brings the package.json of every workspace before the dependencies are installed", () => {
    const { workspaces } = z
      .object({ workspaces: z.array(z.string()) })
      .parse(JSON.parse(readFileSync(join(root, "package.json"), "utf8")));
    const copied = dockerfile.getCOPYs().flatMap((copy) => copy.getArguments().map((one) => one.getValue()));
    for (const workspace of workspaces) expect(copied).toContain(`${workspace}/package.json`);
  });

  test("leaves the embedded engine and what only tests need out, and runs as nobody special", () => {
    const install = namesOf("RUN")
      .map((one) => one.getArgumentsContent() ?? "")
      .find((text) => text.startsWith("npm ci"));
    expect(install).toContain("--omit=dev --omit=optional --ignore-scripts");
    const infra = z
      .object({ dependencies: z.record(z.string(), z.string()), optionalDependencies: z.record(z.string(), z.string()) })
      .parse(JSON.parse(readFileSync(join(root, "infra/package.json"), "utf8")));
    expect(Object.keys(infra.optionalDependencies)).toContain("chdb");
    expect(Object.keys(infra.dependencies)).not.toContain("chdb");
    const order = instructions.map((one) => one.getKeyword());
    expect(order.lastIndexOf("USER")).toBeLessThan(order.lastIndexOf("CMD"));
    expect(namesOf("USER").map((one) => one.getArgumentsContent())).toEqual(["node"]);
  });

  test("asks a program that exists whether the service is ready", () => {
    const [health] = dockerfile.getHEALTHCHECKs();
    const program = /"(infra\/[^"]+\.ts)"/.exec(health?.getRawArgumentsContent() ?? "")?.[1];
    expect(program && existsSync(join(root, program))).toBe(true);
  });
});
