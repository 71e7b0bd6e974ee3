/** `npm run tokens`: makes, lists, rotates and revokes the bearer tokens of callers. A running service takes up the change within a second. */
import { X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { runCommand, UsageError } from "../cli/run-command.ts";
import { grantSchema, grantText } from "./grant.ts";
import type { Grant } from "./grant.ts";
import { forgetUse, lastUses } from "./last-use.ts";
import { hasExpired, makeToken, storedCertificate } from "./token.ts";
import type { StoredToken } from "./token.ts";
import { changeTokensFile, readTokensFile, TokensFileError } from "./tokens-file.ts";

const help = `Usage: npm run tokens -- <command> [options]

  add OPTIONS    makes a token; what it may do is said by the options below, together where they fit
  list           what each token may do, until when, and when it was used last; the tokens themselves are kept nowhere
  rotate ID      a new token of the same rights; the old one holds for the days of --overlap, so that both are valid meanwhile
  revoke ID      takes a token back, by the first column of the list

What a token may do:
  --source URN      sends the events of this reporter and of no other, and sees what concerns it (the next)
  --own URN         sees what concerns this reporter: its records, quality, claims without a case, dead letters
  --figures         reads aggregates: counts and rates
  --cases           reads what they are made of: explanations, revisions, records
  --inspect         reads figures of enterprises by name
  --release         freezes a year
  --operate         all of these but to send, the operator's jobs, and the audit trail
  --read            the same as --figures --cases

Limits of --figures, --cases and --inspect; a list is joined by commas:
  --region CODES    KZ-35
  --sector CODES    B, or 05
  --employer BINS   200140000004

Options:
  --certificate FILE  of add: in place of a new token, the client certificate (PEM) in the file lets in, until it expires; see QORGAU_CLIENT_CERTIFICATE_HEADER
  --expires WHEN    days from now, such as 365d, or the last day (UTC), such as 2027-12-31; without it a token holds until it is revoked
  --overlap DAYS    of rotate: how long the old token still holds (default: 7)
  --name TEXT       who has the token, for people
  --file FILE       the tokens file; otherwise QORGAU_TOKENS_FILE. The first token makes it
  --help            this text

A new token is printed once, alone on standard output. Running services take up a change of the file within a second.

Exit codes: 0 done; 1 the file cannot be used, or there is no such token; 2 wrong arguments.
`;

const dayMs = 24 * 60 * 60 * 1000;

interface Arguments {
  readonly command: string;
  readonly id: string | undefined;
  readonly file: string;
  readonly name: string | null;
  readonly grant: unknown;
  readonly expiresAt: string | undefined;
  readonly certificateFile: string | undefined;
  readonly overlapDays: number;
}

const scopeOptions = {
  figures: { type: "boolean" },
  cases: { type: "boolean" },
  inspect: { type: "boolean" },
  release: { type: "boolean" },
  operate: { type: "boolean" },
} as const;

const options = {
  source: { type: "string", multiple: true },
  own: { type: "string", multiple: true },
  read: { type: "boolean" },
  ...scopeOptions,
  region: { type: "string", multiple: true },
  sector: { type: "string", multiple: true },
  employer: { type: "string", multiple: true },
  certificate: { type: "string" },
  expires: { type: "string" },
  overlap: { type: "string" },
  name: { type: "string" },
  file: { type: "string" },
} as const;

/** The options of a command that makes no token of its own rights, beside `file`; `add` has all but `overlap`. */
const optionsOf: Readonly<Record<string, readonly string[]>> = { list: [], rotate: ["expires", "overlap"], revoke: [] };

function refuseOptions(command: string, values: Values): void {
  const taken = optionsOf[command] ?? Object.keys(options).filter((name) => name !== "overlap");
  const other = Object.keys(values).find((name) => name !== "file" && !taken.includes(name));
  if (other !== undefined) throw new UsageError(`--${other} is no option of ${command}.`);
}

function readArguments(commandLine: readonly string[]): Arguments {
  const { values, positionals } = parseArgs({ args: [...commandLine], options, allowPositionals: true });
  const [command = "", id, ...others] = positionals;
  if (others.length > 0) throw new UsageError("There are too many words.");
  refuseOptions(command, values);
  const file = values.file ?? process.env["QORGAU_TOKENS_FILE"]?.trim();
  if (!file) throw new UsageError("Which file? Set QORGAU_TOKENS_FILE, or name it with --file.");
  return {
    command,
    id,
    file: resolve(file),
    name: values.name ?? null,
    grant: grantOf(values),
    expiresAt: values.expires === undefined ? undefined : expiryOf(values.expires),
    certificateFile: values.certificate,
    overlapDays: overlapOf(values.overlap ?? "7"),
  };
}

type Values = ReturnType<typeof parseArgs<{ options: typeof options }>>["values"];

/** As it would be stored; whether it is one is checked where it is needed. */
function grantOf(values: Values): unknown {
  const chosen = (Object.keys(scopeOptions) as (keyof typeof scopeOptions)[]).filter((name) => values[name] === true);
  const scopes = [...new Set([...(values.read === true ? ["figures", "cases"] : []), ...chosen])];
  const codes = (lists: readonly string[] | undefined) => lists?.flatMap((list) => list.split(","));
  const limits = stated({ regions: codes(values.region), sectors: codes(values.sector), employers: codes(values.employer) });
  return stated({
    send: values.source,
    own: values.own,
    scopes: scopes.length > 0 ? scopes : undefined,
    limits: Object.keys(limits).length > 0 ? limits : undefined,
  });
}

const stated = (members: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));

function expiryOf(text: string): string {
  const days = /^(\d{1,5})d$/.exec(text)?.[1];
  const at = days === undefined ? startOf(text) + dayMs : Date.now() + Number(days) * dayMs;
  if (at > Date.now()) return new Date(at).toISOString();
  throw new UsageError("--expires is days from now, such as 365d, or the last day, such as 2027-12-31; it lies ahead.");
}

/** Of the day, UTC; NaN where the calendar has none such. `Date` takes 31 February for 3 March. */
function startOf(day: string): number {
  const ms = Date.parse(`${day}T00:00:00.000Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().slice(0, 10) === day ? ms : NaN;
}

function overlapOf(text: string): number {
  if (/^\d{1,3}$/.test(text)) return Number(text);
  throw new UsageError("--overlap is a number of days, 0 to 999.");
}

function checkedGrant(grant: unknown): Grant {
  const parsed = grantSchema.safeParse(grant);
  if (parsed.success) return parsed.data;
  throw new UsageError(
    "What may the token do? --source and --own take a URI such as urn:kz:bin:200140000004 that holds no individual identification number (IIN), " +
      "--region takes codes such as KZ-35, --sector such as B or 05, --employer BINs; limits go with --figures, --cases and --inspect alone.",
  );
}

/** Of twenty thousand tokens one pair in twenty would share its eight digits, and such a file cannot be used. */
function makeUnlike(tokens: readonly StoredToken[], described: Parameters<typeof makeToken>[0]): ReturnType<typeof makeToken> {
  const ids = new Set(tokens.map(({ id }) => id));
  for (;;) {
    const made = makeToken(described);
    if (!ids.has(made.stored.id)) return made;
  }
}

function print(file: string, { token, stored }: ReturnType<typeof makeToken>): void {
  process.stderr.write(`Token ${stored.id} (${grantText(stored.grant)}) stands in ${file} as a hash. It is shown this once:\n`);
  process.stdout.write(`${token}\n`);
}

async function add({ file, name, grant, expiresAt, certificateFile }: Arguments): Promise<void> {
  if (certificateFile !== undefined) return addCertificate(file, certificateFile, { grant: checkedGrant(grant), name, expiresAt });
  const described = { grant: checkedGrant(grant), name, ...(expiresAt === undefined ? {} : { expiresAt }) };
  let made: ReturnType<typeof makeToken> | undefined;
  await changeTokensFile(file, (tokens) => {
    made = makeUnlike(tokens, described);
    return [...tokens, made.stored];
  });
  if (made !== undefined) print(file, made);
}

interface DescribedCertificate {
  readonly grant: Grant;
  readonly name: string | null;
  readonly expiresAt: string | undefined;
}

/** Holds no longer than the certificate itself. */
async function addCertificate(file: string, certificateFile: string, { grant, name, expiresAt }: DescribedCertificate): Promise<void> {
  const { raw, validTo } = await readCertificate(certificateFile);
  const ends = new Date(validTo).toISOString();
  const stored = storedCertificate(raw, { grant, name, expiresAt: expiresAt === undefined || expiresAt > ends ? ends : expiresAt });
  await changeTokensFile(file, (tokens) => {
    if (tokens.some(({ id }) => id === stored.id))
      throw new TokensFileError("tokens_busy", `${stored.id} stands in ${file} already. Revoke it first.`);
    return [...tokens, stored];
  });
  process.stderr.write(`Certificate ${stored.id} (${grantText(grant)}) stands in ${file} by its fingerprint, until ${stored.expiresAt}.\n`);
}

async function readCertificate(file: string): Promise<X509Certificate> {
  try {
    return new X509Certificate(await readFile(file));
  } catch {
    throw new UsageError(`${file} is no certificate (PEM) that can be read.`);
  }
}

/** The id that is named. Rejects where there is no usable file, which a change would make. */
async function idIn({ file, id }: Arguments): Promise<string> {
  if (id === undefined) throw new UsageError("Which token? Name the first column of the list.");
  await readTokensFile(file);
  return id;
}

/** The new token has the name and the rights of the old one and, unless told otherwise, its span of life. */
async function rotate(requested: Arguments): Promise<void> {
  const { file, expiresAt, overlapDays } = requested;
  const id = await idIn(requested);
  let made: ReturnType<typeof makeToken> | undefined;
  const nowMs = Date.now();
  const endsAt = new Date(nowMs + overlapDays * dayMs).toISOString();
  await changeTokensFile(file, (tokens) => {
    const old = tokens.find((token) => token.id === id);
    if (old === undefined || hasExpired(old, nowMs)) throw noSuchToken(file);
    if (old.certificate === true) throw new UsageError("A certificate is not rotated: add the new one beside it, and revoke the old one.");
    refuseThird(tokens, old, nowMs);
    const ends = expiresAt ?? expiryLike(old, nowMs);
    made = makeUnlike(tokens, { grant: old.grant, name: old.name, replaces: old.id, ...(ends === undefined ? {} : { expiresAt: ends }) });
    const until = old.expiresAt === undefined || old.expiresAt > endsAt ? endsAt : old.expiresAt;
    return [...tokens.map((token) => (token === old ? { ...old, expiresAt: until } : token)), made.stored];
  });
  if (made === undefined) return;
  process.stderr.write(`Token ${id} holds until ${endsAt} at the latest.\n`);
  print(file, made);
}

/** Two are valid at once, the old one and the new one, and no third. */
function refuseThird(tokens: readonly StoredToken[], old: StoredToken, nowMs: number): void {
  const isValid = (token: StoredToken) => !hasExpired(token, nowMs);
  const other = tokens.find((token) => isValid(token) && (token.replaces === old.id || token.id === old.replaces));
  if (other === undefined) return;
  const message = `The token is being rotated: ${other.id} is valid beside it. Wait until one of the two has expired, or revoke one.`;
  throw new TokensFileError("token_rotating", message);
}

function expiryLike({ madeAt, expiresAt }: StoredToken, nowMs: number): string | undefined {
  return expiresAt === undefined ? undefined : new Date(nowMs + Date.parse(expiresAt) - Date.parse(madeAt)).toISOString();
}

async function list({ file }: Arguments): Promise<void> {
  const tokens = await readTokensFile(file);
  const uses = await lastUses(file);
  for (const token of tokens) process.stdout.write(`${lineOf(token, uses.get(token.id))}\n`);
  const ids = new Set(tokens.map(({ id }) => id));
  // Those that an issuer lets in are known by their use alone.
  for (const [id, at] of uses)
    if (!ids.has(id)) process.stdout.write(`${id}  signed in by the issuer  used ${at.toISOString().slice(0, 16)}Z\n`);
  if (tokens.length === 0) process.stderr.write("There is no token.\n");
}

function lineOf(token: StoredToken, used: Date | undefined): string {
  const { id, madeAt, expiresAt, replaces, grant, name, certificate } = token;
  const ends = expiresAt === undefined ? "no end" : `${hasExpired(token, Date.now()) ? "expired" : "until"} ${expiresAt.slice(0, 16)}Z`;
  const usedAt = used === undefined ? "not used" : `used ${used.toISOString().slice(0, 16)}Z`;
  const replaced = replaces === undefined ? [] : [`in place of ${replaces}`];
  const kind = certificate === true ? ["by certificate"] : [];
  return [id, madeAt.slice(0, 10), ends, usedAt, grantText(grant), ...kind, ...replaced, name ?? ""].join("  ").trimEnd();
}

const noSuchToken = (file: string) => new TokensFileError("no_such_token", `There is no token of this name in ${file}.`);

async function revoke(requested: Arguments): Promise<void> {
  const { file } = requested;
  const id = await idIn(requested);
  await changeTokensFile(file, (tokens) => {
    const remaining = tokens.filter((token) => token.id !== id);
    if (remaining.length === tokens.length) throw noSuchToken(file);
    return remaining;
  });
  await forgetUse(file, id);
  process.stderr.write("The token is taken back.\n");
}

const commands: Readonly<Record<string, (requested: Arguments) => Promise<void>>> = { add, list, rotate, revoke };
const whichCommand = "The command is add, list, rotate or revoke.";

async function main(words: readonly string[]): Promise<number> {
  if (words.length === 0) throw new UsageError(whichCommand);
  const requested = readArguments(words);
  const command = Object.hasOwn(commands, requested.command) ? commands[requested.command] : undefined;
  if (command === undefined) throw new UsageError(whichCommand);
  await command(requested);
  return 0;
}

await runCommand({ help, run: main, exitCodeOf: () => 1 });
