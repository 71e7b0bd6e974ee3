/** A certificate authority and a broker's certificate by it, made by openssl for one run of tests and good for two days. */
import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

export interface BrokerCertificates {
  /** PEM: what a client is to trust. */
  readonly caFile: string;
  /** PKCS#12, with the key. */
  readonly keystore: string;
  readonly password: string;
}

const password = "test-broker";
const days = "2";
const names = "subjectAltName=IP:127.0.0.1,DNS:localhost";

export async function makeBrokerCertificates(directory: string): Promise<BrokerCertificates> {
  await mkdir(directory, { recursive: true });
  const openssl = (...parameters: readonly string[]) => run("openssl", parameters, { cwd: directory });
  const newKey = ["-newkey", "rsa:2048", "-nodes"];
  await writeFile(join(directory, "names.txt"), names);
  await openssl("req", "-x509", ...newKey, "-keyout", "ca.key", "-out", "ca.pem", "-days", days, "-subj", "/CN=Qorgau test authority");
  await openssl("req", ...newKey, "-keyout", "broker.key", "-out", "broker.csr", "-subj", "/CN=127.0.0.1");
  const signing = ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", days, "-extfile", "names.txt"];
  await openssl("x509", "-req", "-in", "broker.csr", "-out", "broker.pem", ...signing);
  const packing = ["-inkey", "broker.key", "-certfile", "ca.pem", "-out", "broker.p12", "-passout", `pass:${password}`];
  await openssl("pkcs12", "-export", "-in", "broker.pem", ...packing);
  return { caFile: join(directory, "ca.pem"), keystore: join(directory, "broker.p12"), password };
}
