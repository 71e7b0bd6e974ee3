/** The chart of deploy/helm, held to helm's own checks, and what it renders to the programs and settings that it names. */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { aggregatorSettings, allSettings, apiSettings, ingestSettings, settingsTable } from "@qorgau/infra/settings/settings";
import { describe, expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { z } from "zod";
import { isOnPath } from "./broker/broker-at-hand.ts";

const root = join(import.meta.dirname, "..");
const chart = join(root, "deploy/helm/qorgau");
const read = (file: string) => readFileSync(join(chart, file), "utf8");
const files = readdirSync(chart, { recursive: true, encoding: "utf8" }).filter((file) => /\.(?:ya?ml|tpl|txt)$/.test(file));

test("every variable of ours in the chart is a setting", () => {
  const known = new Set<string>(settingsTable.map(({ name }) => name));
  const named = files.flatMap((file) => [...read(file).matchAll(/\bQORGAU_[A-Z_]+/g)].map(([name]) => name));
  expect(new Set(named).size).toBeGreaterThan(10);
  expect(named.filter((name) => !known.has(name))).toEqual([]);
});

test("the chart is of this version", () => {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  expect(parse(read("Chart.yaml"))).toMatchObject({ name: "qorgau", version, appVersion: version });
});

const container = z.looseObject({
  command: z.tuple([z.literal("node"), z.string()]),
  env: z.array(z.object({ name: z.string(), value: z.string() })),
  volumeMounts: z.array(z.looseObject({ name: z.string(), mountPath: z.string() })),
  securityContext: z.looseObject({ readOnlyRootFilesystem: z.literal(true), allowPrivilegeEscalation: z.literal(false) }),
});
const statefulSet = z.looseObject({
  spec: z.looseObject({
    replicas: z.number(),
    updateStrategy: z.object({ type: z.literal("OnDelete") }).optional(),
    template: z.object({
      metadata: z.looseObject({ labels: z.record(z.string(), z.string()) }),
      spec: z.looseObject({
        enableServiceLinks: z.literal(false),
        containers: z.tuple([container]),
        volumes: z.array(z.looseObject({ name: z.string() })),
        securityContext: z.looseObject({ runAsNonRoot: z.literal(true), fsGroup: z.number() }),
      }),
    }),
    volumeClaimTemplates: z.array(z.looseObject({ metadata: z.object({ name: z.string() }) })),
  }),
});

const hasHelm = isOnPath("helm", process.env["PATH"] ?? "");
const helm = (...words: string[]) => execFileSync("helm", words, { encoding: "utf8", stdio: "pipe" });
/** A helm that was built from its module knows of no newer one than 1.20 by itself. */
const kubernetes = "1.34.0";
const set = (values: Readonly<Record<string, string>>) => Object.entries(values).flatMap(([name, value]) => ["--set", `${name}=${value}`]);

interface Rendered {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: unknown;
}
const render = (values: Readonly<Record<string, string>>): Rendered[] =>
  parseAllDocuments(helm("template", "qorgau", chart, "--kube-version", kubernetes, ...set(values))).map(
    (document) => document.toJS() as Rendered,
  );

const store = { "store.url": "http://qorgau@clickhouse:8123/qorgau", "secrets.storePassword": "qorgau-store" };
const kafka = {
  "kafka.url": "kafka://b1:9092\\,b2:9092",
  "kafka.user": "qorgau",
  "kafka.tls": "true",
  "secrets.kafkaPassword": "qorgau-kafka",
};
const file = (place: string, secret: string, key: string, setting: string) => ({
  [`${place}.secret`]: secret,
  [`${place}.key`]: key,
  [`${place}.setting`]: setting,
});
const everything = {
  "store.url": "https://qorgau@clickhouse:8443/qorgau",
  ...file("files[0]", "qorgau-ca", "kafka.pem", "QORGAU_KAFKA_CA_FILE"),
  ...file("files[1]", "qorgau-ca", "store.pem", "QORGAU_STORE_CA_FILE"),
  ...file("files[2]", "qorgau-claims", "claims.json", "QORGAU_OIDC_RULES_FILE"),
  ...file("ingest.files[0]", "qorgau-reporters", "reporters.json", "QORGAU_REPORTERS_FILE"),
  ...file("api.files[0]", "qorgau-disclosure", "disclosure.key", "QORGAU_DISCLOSURE_KEY_FILE"),
  ...file("api.files[1]", "qorgau-other-claims", "claims.json", "QORGAU_OIDC_RULES_FILE"),
  "settings.QORGAU_OIDC_ISSUER": "https://login.example.kz",
  "settings.QORGAU_OIDC_AUDIENCE": "qorgau",
  "secrets.signingKey": "qorgau-signing",
  "ingress.enabled": "true",
  "networkPolicy.enabled": "true",
  "settings.QORGAU_LOG_LEVEL": "debug",
};
const programs = { ingest: ingestSettings, aggregator: aggregatorSettings, api: apiSettings, single: allSettings } as const;

describe.skipIf(!hasHelm)("what helm makes of it (skipped without helm)", () => {
  const forms = { "three services": { ...store, ...kafka }, "a single process": store, "all of it": { ...store, ...kafka, ...everything } };

  test.each(Object.entries(forms))("helm finds no fault in %s", (_name, values) => {
    expect(helm("lint", "--strict", chart, ...set(values))).toContain("0 chart(s) failed");
  });

  test("without a store it says what is missing", () => {
    expect(() => render({})).toThrow("store.url is the address of ClickHouse");
  });

  test.each(Object.entries(forms))(
    "of %s each starts a program that there is, with settings that it takes and files that are mounted",
    (name, values) => {
      const sets = render(values).filter(({ kind }) => kind === "StatefulSet");
      expect(sets.map(({ metadata }) => metadata.name)).toEqual(
        name === "a single process" ? ["qorgau-single"] : ["qorgau-ingest", "qorgau-aggregator", "qorgau-api"],
      );
      for (const one of sets) {
        const process = one.metadata.name.replace("qorgau-", "") as keyof typeof programs;
        const { template, volumeClaimTemplates, replicas, updateStrategy } = statefulSet.parse(one).spec;
        const [{ command, env, volumeMounts }] = template.spec.containers;
        expect([command[1], existsSync(join(root, command[1]))]).toEqual([command[1], true]);
        expect(readFileSync(join(root, "Dockerfile"), "utf8")).toContain(`COPY ${command[1].split("/")[0]!}`);
        expect(process === "single" ? replicas : 1).toBe(1);
        // While an aggregator of an older version publishes, one that folds otherwise does not become ready, and a rolling update would wait for it.
        expect(updateStrategy?.type).toBe(process === "aggregator" ? "OnDelete" : undefined);
        const settings = Object.fromEntries(env.map(({ name: setting, value }) => [setting, value]));
        expect(Object.keys(settings)).toHaveLength(env.length);
        expect(programs[process].read(settings).values).toMatchObject({
          listen: "0.0.0.0",
          port: 8080,
          open: false,
          dataDirectory: "/var/lib/qorgau",
        });
        const isMounted = (path: string) => volumeMounts.some(({ mountPath }) => path === mountPath || path.startsWith(`${mountPath}/`));
        expect(env.filter(({ name: setting, value }) => /_FILE$|_DATA$/.test(setting) && !isMounted(value))).toEqual([]);
        const volumes = [
          ...template.spec.volumes.map((volume) => volume.name),
          ...volumeClaimTemplates.map(({ metadata }) => metadata.name),
        ];
        expect(volumeMounts.map((mount) => mount.name).toSorted()).toEqual(volumes.toSorted());
      }
    },
  );

  test("a service, the network policy and the ingress lead to pods that there are", () => {
    const all = render(forms["all of it"]);
    const pods = all.filter(({ kind }) => kind === "StatefulSet").map((one) => statefulSet.parse(one).spec.template.metadata.labels);
    const services = all.filter(({ kind }) => kind === "Service");
    for (const { spec } of services) {
      const { selector } = spec as { selector: Record<string, string> };
      expect(pods.filter((labels) => Object.entries(selector).every(([label, value]) => labels[label] === value))).toHaveLength(1);
    }
    const ingress = JSON.stringify(all.find(({ kind }) => kind === "Ingress")?.spec);
    const led = [...ingress.matchAll(/"name":"(qorgau-\w+)"/g)].map((match) => match[1]!);
    expect(led).toEqual(["qorgau-ingest", "qorgau-ingest", "qorgau-api"]);
    // ingress-nginx refuses an Exact or Prefix path with another sign than these (strict-validate-path-type).
    const paths = [...ingress.matchAll(/"path":"([^"]+)","pathType":"(\w+)"/g)].map(([, path, type]) => [path, type]);
    expect(paths.filter(([path, type]) => type !== "ImplementationSpecific" && !/^\/[\w./-]*$/.test(path!))).toEqual([]);
    expect(paths).toHaveLength(3);
    expect(led.filter((one) => !services.some(({ metadata }) => metadata.name === one))).toEqual([]);
    expect(all.find(({ kind }) => kind === "NetworkPolicy")?.spec).toMatchObject({ policyTypes: ["Ingress"], ingress: [] });
    expect(
      render(forms["three services"])
        .map(({ kind }) => kind)
        .filter((kind) => /Policy|Ingress/.test(kind)),
    ).toEqual([]);
  });

  test("pseudonym key, passwords and signing key are given to those alone who need them", () => {
    const all = render(forms["all of it"]);
    const holders = (secret: string) =>
      all.flatMap(({ kind, metadata, spec }) =>
        kind === "StatefulSet" && JSON.stringify(spec).includes(`"secretName":"${secret}"`) ? [metadata.name] : [],
      );
    expect(holders("qorgau-pseudonym")).toEqual(["qorgau-ingest"]);
    expect(holders("qorgau-store")).toEqual(["qorgau-aggregator", "qorgau-api"]);
    expect(holders("qorgau-signing")).toEqual(["qorgau-api"]);
    expect(holders("qorgau-kafka")).toEqual(["qorgau-ingest", "qorgau-aggregator", "qorgau-api"]);
    expect(holders("qorgau-reporters")).toEqual(["qorgau-ingest"]);
    expect(holders("qorgau-disclosure")).toEqual(["qorgau-api"]);
    // What is given to one process outranks what is given to all.
    expect(holders("qorgau-claims")).toEqual(["qorgau-ingest", "qorgau-aggregator"]);
    expect(holders("qorgau-other-claims")).toEqual(["qorgau-api"]);
  });

  test("nothing runs of what is to have no replicas, and the single process is one", () => {
    const replicasOf = (values: Readonly<Record<string, string>>) =>
      render(values).flatMap((one) => (one.kind === "StatefulSet" ? [statefulSet.parse(one).spec.replicas] : []));
    expect(replicasOf({ ...forms["three services"], "aggregator.replicas": "0", "api.replicas": "3" })).toEqual([2, 0, 3]);
    expect(replicasOf(store)).toEqual([1]);
    expect(replicasOf({ ...store, "single.replicas": "0" })).toEqual([0]);
    expect(() => render({ ...store, "single.replicas": "2" })).toThrow("single.replicas is 1, or 0");
  });

  test.each([
    [{ "settings.QORGAU_EVENTS_PER_MINUTE": "1200000" }, "QORGAU_EVENTS_PER_MINUTE is no text"],
    [{ "settings.QORGAU_PUBLIC": "true" }, "QORGAU_PUBLIC is no text"],
    [{ "single.settings.QORGAU_DRAIN_SECONDS": "5" }, "QORGAU_DRAIN_SECONDS is no text"],
    [{ "image.tag": "20260203" }, "image.tag is no text"],
    [{ "files[0].secret": "qorgau-ca", "files[0].setting": "QORGAU_KAFKA_CA_FILE" }, "and one has no key"],
    [file("files[0]", "qorgau-ca", "kafka.pem", "QORGAU_KAFKA_CA"), "QORGAU_KAFKA_CA is no setting that names a file"],
  ])("what would become another value, or none, is told: %o", (values, message) => {
    expect(() => render({ ...store, ...(values as Record<string, string>) })).toThrow(message);
  });
});
