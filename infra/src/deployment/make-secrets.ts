/**
 * Makes the secrets that docker-compose.yml hands out, each in a folder of its own, so that a service is given what it needs and no more.
 * What is there stays as it is: `node make-secrets.ts DIRECTORY`.
 */
import { createHash, randomBytes } from "node:crypto";
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { changeTokensFile } from "../access/tokens-file.ts";

/** The user `node` of the image. */
const owner = 1000;
const storeUser = "qorgau";

/** Makes the files that are missing, each with the permissions that its service needs. Gives the paths of those that it made. */
export async function makeSecrets(directory: string): Promise<string[]> {
  const made: string[] = [];
  const make = (path: string, mode: number, text: () => string) => {
    const file = join(directory, path);
    if (existsSync(file)) return;
    mkdirSync(dirname(file), { recursive: true });
    // Under its name it is whole: half a key would be another key.
    writeFileSync(`${file}.unfinished`, text(), { mode, flush: true });
    own(`${file}.unfinished`);
    renameSync(`${file}.unfinished`, file);
    made.push(file);
  };
  const password = join("store", "password");
  make(join("door", "pseudonym.key"), 0o400, () => `${randomBytes(32).toString("hex")}\n`);
  make(join("kafka", "password"), 0o400, () => `${randomBytes(24).toString("base64url")}\n`);
  make(password, 0o400, () => `${randomBytes(24).toString("base64url")}\n`);
  make(join("clickhouse-users", "qorgau.xml"), 0o444, () => clickHouseUser(readFileSync(join(directory, password), "utf8").trim()));
  const tokens = join(directory, "access", "tokens.json");
  if (!existsSync(tokens)) {
    mkdirSync(dirname(tokens), { recursive: true });
    await changeTokensFile(tokens, (stored) => stored);
    own(tokens);
    made.push(tokens);
  }
  // `npm run tokens` writes beside the file, as the user of the image, and services tell in the folder when each token was used.
  const used = `${tokens}.used`;
  mkdirSync(used, { recursive: true, mode: 0o700 });
  own(used);
  own(dirname(tokens));
  return made;
}

function own(path: string): void {
  if (process.getuid?.() === 0) chownSync(path, owner, owner);
}

/** ClickHouse gets the hash alone. */
function clickHouseUser(password: string): string {
  const hash = createHash("sha256").update(password).digest("hex");
  return `<clickhouse>
  <users>
    <${storeUser}>
      <password_sha256_hex>${hash}</password_sha256_hex>
      <networks><ip>::/0</ip></networks>
      <profile>default</profile>
      <quota>default</quota>
    </${storeUser}>
  </users>
</clickhouse>
`;
}

if (import.meta.main) {
  const [directory, ...others] = process.argv.slice(2);
  if (directory === undefined || others.length > 0) {
    process.stderr.write("Usage: node make-secrets.ts DIRECTORY\n");
    process.exitCode = 2;
  } else {
    for (const file of await makeSecrets(directory)) process.stdout.write(`made ${file}\n`);
  }
}
