/** A reporter that shows a client certificate to nginx, which says so as the manual tells it to: no token, and no header of anybody else's. */
import { readFile } from "node:fs/promises";
import { request } from "node:https";
import { X509Certificate } from "node:crypto";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { mkdir } from "node:fs/promises";
import { makeCertificate } from "@qorgau/infra/store/testing/made-certificate-fixture";
import type { MadeCertificate } from "@qorgau/infra/store/testing/made-certificate-fixture";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { caseEvent } from "../../generators/events.ts";
import { removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";
import type { QorgauProcess } from "../program/qorgau-process.ts";
import { runCommand } from "../program/run-command.ts";
import { isProxyWanted, startCertificateProxy } from "./nginx.ts";
import type { Proxy } from "./nginx.ts";

const source = "urn:kz:bin:200140000004";

describe.skipIf(!isProxyWanted)("a client certificate before nginx (skipped without nginx)", () => {
  let directory: string;
  let file: string;
  let qorgau: QorgauProcess;
  let proxy: Proxy;
  const certificates = {} as Record<"server" | "reporter" | "stranger", MadeCertificate>;

  beforeAll(async () => {
    directory = await temporaryDirectory();
    for (const name of ["server", "reporter", "stranger"] as const) {
      await mkdir(join(directory, name));
      certificates[name] = await makeCertificate(join(directory, name));
    }
    file = join(directory, "tokens.json");
    const added = ["add", "--certificate", certificates.reporter.certFile, "--source", source, "--name", "a reporter", "--file", file];
    await runCommand(["infra/src/access/tokens.ts", ...added]);
    qorgau = await startQorgau(join(directory, "data"), {
      QORGAU_TOKENS_FILE: file,
      QORGAU_TRUSTED_PROXIES: "127.0.0.1",
      QORGAU_CLIENT_CERTIFICATE_HEADER: "Client-Cert",
    });
    proxy = await startCertificateProxy(directory, qorgau.url, certificates.server);
  });
  afterAll(async () => {
    await proxy?.stop();
    await qorgau?.kill();
    await removeDirectory(directory);
  });

  async function send(subject: string, shown: MadeCertificate | null, headers: Record<string, string> = {}) {
    const own = shown === null ? {} : { cert: await readFile(shown.certFile), key: await readFile(shown.keyFile) };
    const posting = request(`${proxy.url}/v1/events`, {
      method: "POST",
      ca: await readFile(certificates.server.certFile),
      headers: { "content-type": "application/cloudevents+json", ...headers },
      agent: false,
      ...own,
    });
    posting.end(JSON.stringify(caseEvent({}, { source, subject })));
    const { promise, resolve, reject } = Promise.withResolvers<{ status: number | undefined; rules: string[] }>();
    posting.on("error", reject).on("response", (response) => {
      json(response).then((body) => {
        const { errors = [] } = body as { errors?: { rule: string }[] };
        resolve({ status: response.statusCode, rules: errors.map(({ rule }) => rule) });
      }, reject);
    });
    return promise;
  }

  test("lets its holder send for its source, until it is revoked", async () => {
    expect(await send("1", certificates.reporter)).toEqual({ status: 202, rules: [] });
    const { stdout } = await runCommand(["infra/src/access/tokens.ts", "list", "--file", file]);
    const { fingerprint256, validTo } = new X509Certificate(await readFile(certificates.reporter.certFile));
    const id = fingerprint256.replaceAll(":", "").slice(0, 8).toLowerCase();
    expect(stdout).toContain(id);
    expect(stdout).toContain(`until ${new Date(validTo).toISOString().slice(0, 16)}Z`);
    expect(stdout).toContain(`send and own ${source}  by certificate  a reporter`);
    await runCommand(["infra/src/access/tokens.ts", "revoke", id, "--file", file]);
    await expect.poll(async () => (await send("2", certificates.reporter)).rules).toEqual(["QG-0886"]);
  });

  test("is of nobody else: a stranger's, and a header that a caller makes up, let nobody in", async () => {
    expect(await send("3", certificates.stranger)).toEqual({ status: 401, rules: ["QG-0886"] });
    expect(await send("4", null)).toEqual({ status: 401, rules: ["QG-0851"] });
    const madeUp = encodeURIComponent(await readFile(certificates.reporter.certFile, "utf8"));
    expect(await send("5", null, { "client-cert": madeUp })).toEqual({ status: 401, rules: ["QG-0851"] });
  });
});
