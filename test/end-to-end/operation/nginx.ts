/** nginx with the example of docs/operating.md: page and ingest endpoint on one origin. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import type { MadeCertificate } from "@qorgau/infra/store/testing/made-certificate-fixture";
import { vi } from "vitest";
import { isOnPath } from "../../broker/broker-at-hand.ts";
import { freePorts } from "../../broker/free-ports.ts";
import { untilReady } from "../program/until-ready.ts";

/** Whether this machine has nginx, or must have it. */
export const isProxyWanted = process.env["QORGAU_TEST_BROWSER"] === "required" || isOnPath("nginx", process.env["PATH"] ?? "");

const manual = join(import.meta.dirname, "..", "..", "..", "docs", "operating.md");

/** The server of the example as it is printed, but for its name and certificate, its own port and those that it passes to. */
async function exampleServer(listen: number, { ingest, api }: Origins): Promise<string> {
  const [, example = ""] = /```nginx\n(server \{.*?\n\})\n```/s.exec(await readFile(manual, "utf8")) ?? [];
  const replaced = example
    .replace(/^ +(listen|http2|server_name|ssl_\w+) .*\n/gm, "")
    .replace("server {", `server {\n  listen 127.0.0.1:${listen};`)
    .replace("http://127.0.0.1:8081", ingest)
    .replace("http://127.0.0.1:8080", api);
  if (!replaced.includes(ingest) || !replaced.includes(api)) throw new Error("docs/operating.md has no such example");
  return replaced;
}

/** The lines of the manual by which nginx asks for client certificates and says which one was shown. */
async function certificateLines(): Promise<string> {
  const [, lines] = /```nginx\n( *# Whoever has a certificate.*?)```/s.exec(await readFile(manual, "utf8")) ?? [];
  if (lines === undefined) throw new Error("docs/operating.md has no lines for client certificates");
  return lines;
}

interface Origins {
  readonly ingest: string;
  readonly api: string;
}

export interface Proxy {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Starts it in the foreground, its files in `directory`. */
export async function startProxy(directory: string, origins: Origins): Promise<Proxy> {
  const [port = 0] = await freePorts(1);
  const proxy = await startNginx(directory, await exampleServer(port, origins));
  const url = `http://127.0.0.1:${port}`;
  await untilReady(url);
  return { url, stop: proxy.stop };
}

/** Before one service, over TLS, as the manual has it for client certificates. Resolves once it listens. */
export async function startCertificateProxy(directory: string, origin: string, server: MadeCertificate): Promise<Proxy> {
  const [port = 0] = await freePorts(1);
  const proxy = await startNginx(
    directory,
    `server { listen 127.0.0.1:${port} ssl; ssl_certificate ${server.certFile}; ssl_certificate_key ${server.keyFile};
${await certificateLines()}
location / { proxy_pass ${origin}; } }`,
  );
  await vi.waitFor(
    async () => {
      const socket = connect(port, "127.0.0.1");
      await once(socket, "connect");
      socket.destroy();
    },
    { timeout: 30_000, interval: 50 },
  );
  return { url: `https://127.0.0.1:${port}`, stop: proxy.stop };
}

/** In the foreground, its files in `directory`. */
async function startNginx(directory: string, server: string): Promise<Pick<Proxy, "stop">> {
  const paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${directory}/${name};`);
  const configuration = join(directory, "nginx.conf");
  await writeFile(
    configuration,
    `daemon off; master_process off; pid ${directory}/nginx.pid; error_log ${directory}/error.log;
events {}
http { access_log off; ${paths.join(" ")}
${server}
}`,
  );
  const nginx = spawn("nginx", ["-e", join(directory, "error.log"), "-c", configuration], { stdio: "inherit" });
  return {
    async stop() {
      const exited = once(nginx, "exit");
      nginx.kill();
      await exited;
    },
  };
}
