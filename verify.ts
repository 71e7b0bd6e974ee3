/** `npm run verify`: whether a log, an export or a release is what was signed. It needs no service and no secret. */
import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { KeyObject } from "node:crypto";
import { startProgress } from "@qorgau/infra/cli/progress";
import type { Progress } from "@qorgau/infra/cli/progress";
import { runCommand, usageExitCode, UsageError } from "@qorgau/infra/cli/run-command";
import { EventLogError } from "@qorgau/infra/log/event-log";
import type { RecordRange } from "@qorgau/infra/proof/domain/compare-records";
import { verifyDetached } from "@qorgau/infra/proof/domain/detached-jws";
import { parseVerifier } from "@qorgau/infra/proof/domain/signed-note";
import { ProofError } from "@qorgau/infra/proof/proof-error";
import { readPublicKey } from "@qorgau/infra/proof/signer";
import { isVerified } from "@qorgau/infra/proof/verify/verification";
import type { Verification, VerifyProgress } from "@qorgau/infra/proof/verify/verification";
import { verifyExport } from "@qorgau/infra/proof/verify/verify-export";
import { verifyLog } from "@qorgau/infra/proof/verify/verify-log";

const exitCodes = { verified: 0, notVerified: 1, usage: usageExitCode } as const;

const help = `Usage: npm run verify -- --log FOLDER [--proof FOLDER] --key FILE [--checkpoint FILE]
       npm run verify -- --export FILE --key FILE [--checkpoint FILE]
       npm run verify -- --release FILE [--signature FILE] --key FILE

Compares what there is with what was signed, byte by byte, and names every record that differs by its position (partition:offset).

--log         the folder of an embedded log (<QORGAU_DATA>/log) whose service is stopped, or a copy of it
--proof       the folder of its checkpoints; <QORGAU_DATA>/proof beside it unless given
--export      a file that npm run log -- export wrote
--release     a file as GET /v1/releases/{id} gives it
--signature   its signature, as GET /v1/releases/{id}/signature gives it; FILE.jws unless given
--key         the public key: PEM, or the line that GET /v1/checkpoints calls verifier. Give it again for each key that was in use
--checkpoint  a signed note that was stored elsewhere: it has to be covered too. May be given again

Who has the log, its checkpoints and the signing key can make all three anew. A checkpoint that was stored elsewhere shows that.

Exit codes: 0 all of it is what was signed; 1 it is not, or cannot be read; 2 wrong arguments.
`;

const options = {
  log: { type: "string" },
  proof: { type: "string" },
  export: { type: "string" },
  release: { type: "string" },
  signature: { type: "string" },
  key: { type: "string", multiple: true },
  checkpoint: { type: "string", multiple: true },
} as const;

function readKey(file: string): KeyObject {
  return parseVerifier(textOf(file))?.publicKey ?? readPublicKey(file);
}

function textOf(file: string): string {
  return bytesOf(file).toString("utf8");
}

function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new UsageError(`${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}

async function withProgress(verify: (onProgress: VerifyProgress) => Verification | Promise<Verification>): Promise<Verification> {
  let progress: Progress | undefined;
  try {
    return await verify((records, total) => {
      progress ??= startProgress({ title: "verifying", total });
      progress.update(records, `${records} of ${total} records compared`);
    });
  } finally {
    progress?.stop();
  }
}

const rangeText = ({ partition, from, to, reason }: RecordRange): string =>
  from === to ? `${partition}:${from}: ${reason}` : `${partition}:${from} to ${partition}:${to} (${to - from + 1} records): ${reason}`;

function report(verification: Verification): number {
  const { partitions, faults } = verification;
  const lines = partitions.flatMap(({ partition, covered, uncovered, leavesAreSigned, differing }) => [
    ...differing.map(rangeText),
    ...(leavesAreSigned === false && covered > 0 && differing.length === 0
      ? [`partition ${partition}: its records are what was signed; the tree that is stored of them is damaged`]
      : []),
    ...(uncovered > 0
      ? [
          `partition ${partition}: ${uncovered} records from ${partition}:${covered} on are covered by no checkpoint: nothing is known of them`,
        ]
      : []),
  ]);
  const covered = partitions.reduce((sum, one) => sum + one.covered, 0);
  for (const line of [...lines, ...faults]) process.stdout.write(`${line}\n`);
  if (isVerified(verification)) {
    process.stdout.write(`${covered} records are what was signed.\n`);
    return exitCodes.verified;
  }
  const differing = partitions.flatMap((one) => one.differing).reduce((sum, { from, to }) => sum + to - from + 1, 0);
  process.stdout.write(
    covered === 0 ? "Nothing is signed here that the key bears out.\n" : `NOT what was signed: ${differing} of ${covered} records.\n`,
  );
  return exitCodes.notVerified;
}

function verifyRelease(file: string, signatureFile: string, publicKeys: readonly KeyObject[]): number {
  const [bytes, signature] = [bytesOf(file), textOf(signatureFile)];
  const isSigned = publicKeys.some((publicKey) => verifyDetached(signature, bytes, publicKey));
  process.stdout.write(isSigned ? `${file} is what was signed.\n` : `${file} is NOT what was signed.\n`);
  return isSigned ? exitCodes.verified : exitCodes.notVerified;
}

async function main(words: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...words], options });
  const { log, proof, export: file, release, signature, key = [], checkpoint = [] } = values;
  if ([log, file, release].filter((one) => one !== undefined).length !== 1)
    throw new UsageError("It is --log FOLDER, --export FILE or --release FILE.");
  if (key.length === 0) throw new UsageError("Name the public key: --key FILE.");
  const trust = { publicKeys: key.map(readKey), notes: checkpoint.map(textOf) };
  if (release !== undefined) return verifyRelease(release, signature ?? `${release}.jws`, trust.publicKeys);
  if (file !== undefined) return report(await withProgress((onProgress) => verifyExport({ file, onProgress, ...trust })));
  const directory = resolve(log ?? "");
  const proofDirectory = resolve(proof ?? join(dirname(directory), "proof"));
  return report(await withProgress((onProgress) => verifyLog({ directory, proofDirectory, onProgress, ...trust })));
}

function exitCodeOf(error: unknown): number | undefined {
  if (error instanceof EventLogError) return exitCodes.notVerified;
  if (error instanceof ProofError) return exitCodes.usage;
  return undefined;
}

await runCommand({ help, run: main, exitCodeOf });
