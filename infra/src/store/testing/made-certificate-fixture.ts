/** A certificate for 127.0.0.1 that is its own authority, made for one run of tests. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { generate } from "selfsigned";

export interface MadeCertificate {
  readonly certFile: string;
  readonly keyFile: string;
}

export async function makeCertificate(directory: string, address = "127.0.0.1"): Promise<MadeCertificate> {
  const { cert, private: key } = await generate([{ name: "commonName", value: "Qorgau test" }], {
    keyType: "ec",
    extensions: [
      { name: "basicConstraints", cA: true },
      { name: "subjectAltName", altNames: [{ type: 7, ip: address }] },
    ],
  });
  const made = { certFile: join(directory, "cert.pem"), keyFile: join(directory, "key.pem") };
  await writeFile(made.certFile, cert);
  await writeFile(made.keyFile, key, { mode: 0o600 });
  return made;
}
