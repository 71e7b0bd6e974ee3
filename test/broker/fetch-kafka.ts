/**
 * Apache Kafka's own jars, fetched once by Maven into a cache folder outside the repository. Brokers of tests and of
 * `npm run broker` run from there. Whatever mirror or proxy the machine's Maven is set up with is used.
 */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The newest release all of whose artifacts resolved on 2026-11-22: of 4.4.0 some were not published yet. */
const kafkaVersion = "4.3.1";
/** The broker logs by SLF4J 1.7 and brings no engine for it; this one writes to standard error and is set up by system properties. */
const slf4jVersion = "1.7.36";
const fetchMsMax = 10 * 60_000;

/** A tool that the broker needs is not on this machine. */
class MissingTool extends Error {}

/** The folder of jars. Two runs at once may both fetch; the first to end gives its folder the final name, the other drops its own. */
export async function fetchKafka(environment: NodeJS.ProcessEnv = process.env): Promise<string> {
  await demandTool("java", "a Java 17 runtime", ["-version"]);
  const cache = environment["QORGAU_TEST_KAFKA_CACHE"] ?? join(cacheHome(environment), "qorgau-test-kafka");
  const jars = join(cache, `kafka_2.13-${kafkaVersion}`);
  if (existsSync(jars)) return jars;
  await demandTool("mvn", "Apache Maven", ["--version"]);
  await mkdir(cache, { recursive: true });
  const temporary = await mkdtemp(join(cache, "fetching-"));
  try {
    await copyDependencies(temporary);
    await rename(join(temporary, "jars"), jars).catch((error: unknown) => {
      if (!existsSync(jars)) throw error;
    });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  return jars;
}

export function cacheHome(environment: NodeJS.ProcessEnv): string {
  return environment["XDG_CACHE_HOME"] ?? join(homedir(), ".cache");
}

async function demandTool(command: string, what: string, versionArguments: readonly string[]): Promise<void> {
  try {
    await run(command, versionArguments);
  } catch (error) {
    throw new MissingTool(`A test broker needs ${what}: the command ${command} does not run on this machine.`, { cause: error });
  }
}

async function copyDependencies(directory: string): Promise<void> {
  await writeFile(join(directory, "pom.xml"), pom());
  const goal = ["dependency:copy-dependencies", "-DincludeScope=runtime", `-DoutputDirectory=${join(directory, "jars")}`];
  try {
    await run("mvn", ["--batch-mode", "--quiet", ...goal], { cwd: directory, timeout: fetchMsMax });
  } catch (error) {
    const { stdout = "" } = error as { stdout?: string };
    throw new Error(`Maven could not fetch Apache Kafka ${kafkaVersion}:\n${stdout}`, { cause: error });
  }
}

function pom(): string {
  const dependency = (groupId: string, artifactId: string, version: string) =>
    `<dependency><groupId>${groupId}</groupId><artifactId>${artifactId}</artifactId><version>${version}</version></dependency>`;
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>kz.qorgau</groupId><artifactId>test-broker</artifactId><version>1</version>
  <dependencies>
    ${dependency("org.apache.kafka", "kafka_2.13", kafkaVersion)}
    ${dependency("org.slf4j", "slf4j-simple", slf4jVersion)}
  </dependencies>
</project>
`;
}
