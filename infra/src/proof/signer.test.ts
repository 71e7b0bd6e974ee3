/** The signing key in a file, and a command in its place: what either signs with, and what is refused. */
import { generateKeyPairSync, verify } from "node:crypto";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { openSigner, publicKeyPem } from "./signer.ts";

const directory = mkdtempSync(join(tmpdir(), "qorgau-signer-"));
afterAll(() => rmSync(directory, { recursive: true }));

const settings = {
  signingKeyFile: null,
  signingKeyMayBeMade: false,
  signingCommand: null,
  signingPublicKeyFile: null,
  logName: "test",
  checkpointSeconds: 60,
} as const;
const bytes = Buffer.from("what is signed");

function keyFiles(name: string, kind: "ed25519" | "x25519" = "ed25519") {
  const { privateKey, publicKey } = generateKeyPairSync(kind as "ed25519");
  const [file, publicFile] = [join(directory, `${name}.key`), join(directory, `${name}.pub`)];
  writeFileSync(file, privateKey.export({ format: "pem", type: "pkcs8" }), { mode: 0o600 });
  writeFileSync(publicFile, publicKeyPem(publicKey));
  return { file, publicFile };
}

test("a key is made once where it may be, for its owner alone, and signs the same again", async () => {
  const signingKeyFile = join(directory, "made", "signing.key");
  expect(() => openSigner({ ...settings, signingKeyFile })).toThrow(/openssl genpkey -algorithm ed25519/);
  const made = openSigner({ ...settings, signingKeyFile, signingKeyMayBeMade: true })!;
  expect(statSync(signingKeyFile).mode & 0o777).toBe(0o600);
  const text = readFileSync(signingKeyFile, "utf8");
  const again = openSigner({ ...settings, signingKeyFile, signingKeyMayBeMade: true })!;
  expect(readFileSync(signingKeyFile, "utf8")).toBe(text);
  expect(await again.sign(bytes)).toEqual(await made.sign(bytes));
  expect(verify(null, bytes, made.publicKey, await made.sign(bytes))).toBe(true);
});

test("a key that others can read, of another kind, or none at all is refused", () => {
  const open = keyFiles("open");
  chmodSync(open.file, 0o644);
  const other = keyFiles("other", "x25519");
  writeFileSync(join(directory, "none.key"), "nothing", { mode: 0o600 });
  for (const [signingKeyFile, message] of [
    [open.file, /chmod 600/],
    [other.file, /another kind/],
    [join(directory, "none.key"), /no private key/],
  ] as const) {
    expect(() => openSigner({ ...settings, signingKeyFile })).toThrow(
      expect.objectContaining({ code: "signing_key_unusable", message: expect.stringMatching(message) }),
    );
  }
  expect(openSigner(settings)).toBeNull();
});

/** A program that signs with a key of a file, as one that asks an HSM would. */
function signingProgram(script: string) {
  const { file, publicFile } = keyFiles("command");
  const program = join(directory, "sign.mjs");
  writeFileSync(program, `import { sign } from "node:crypto"; import { readFileSync } from "node:fs";\n${script}`);
  return { ...settings, signingCommand: [process.execPath, program, file], signingPublicKeyFile: publicFile };
}
const read = "const bytes = readFileSync(0); const signature = sign(null, bytes, readFileSync(process.argv[2]));";

test.each([
  ["its bytes", "process.stdout.write(signature)"],
  ["their Base64", 'process.stdout.write(signature.toString("base64") + "\\n")'],
])("a command that writes the signature as %s signs", async (_name, write) => {
  const signer = openSigner(signingProgram(read + write))!;
  expect(verify(null, bytes, signer.publicKey, await signer.sign(bytes))).toBe(true);
});

test.each([
  ["signs something else", `${read} process.stdout.write(sign(null, Buffer.from("else"), readFileSync(process.argv[2])))`, /no signature/],
  ["writes nothing", "readFileSync(0)", /no signature/],
  ["fails before it has read", "process.exit(3)", /exit code 3/],
])("a command that %s has signed nothing", async (_name, script, reason) => {
  const refusal = openSigner(signingProgram(script))!.sign(Buffer.alloc(200_000));
  await expect(refusal).rejects.toMatchObject({ code: "signing_failed", retryable: true, message: expect.stringMatching(reason) });
});

test("a command that there is not is told, and no shell reads its words", async () => {
  const { publicFile } = keyFiles("away");
  const mark = join(directory, "mark");
  const signer = openSigner({ ...settings, signingCommand: ["no-such-program", `; touch ${mark}`], signingPublicKeyFile: publicFile })!;
  await expect(signer.sign(bytes)).rejects.toMatchObject({ code: "signing_failed", message: expect.stringMatching(/cannot be started/) });
  expect(existsSync(mark)).toBe(false);
});
