/**
 * Whether this run of the tests is to have the suites on a real broker: wherever they can run, and wherever they must. They need Java
 * and Maven, which the README's commands do not: a machine without them is told what it did not run, unless it is CI's.
 */
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

export function isBrokerWanted(environment: NodeJS.ProcessEnv = process.env): boolean {
  return isRequired(environment) || missingTools(environment).length === 0;
}

/** What a run with those suites would need and does not find on its PATH. */
export function missingTools(environment: NodeJS.ProcessEnv = process.env): string[] {
  return toolsOf(environment).filter((tool) => !isOnPath(tool, environment["PATH"] ?? ""));
}

function isRequired(environment: NodeJS.ProcessEnv): boolean {
  return environment["QORGAU_TEST_KAFKA"] === "required" || (environment["CI"] ?? "") !== "";
}

function toolsOf(environment: NodeJS.ProcessEnv): string[] {
  return environment["QORGAU_TEST_BROKER"] === "container" ? ["docker"] : ["java", "mvn", "openssl"];
}

export function isOnPath(tool: string, path: string): boolean {
  return path.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, tool), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
