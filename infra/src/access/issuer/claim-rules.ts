/** What an issuer's tokens are for: rules that map claims to what tokens of our own are for, in the same words (`QORGAU_OIDC_RULES_FILE`). */
import { CodedError } from "@qorgau/schemas/coded-error";
import type { Rights } from "@qorgau/schemas/access/scopes";
import { duplicateMember } from "@qorgau/schemas/events/duplicate-members";
import { readFile, stat } from "node:fs/promises";
import { z } from "zod";
import { rightsOf, scopedGrantSchema } from "../grant.ts";

const claimSchema = z.union([z.string().min(1), z.number(), z.boolean()]);

const claimRulesSchema = z.strictObject({
  rules: z
    .array(
      z.strictObject({
        /** All of these have to hold; a claim of several values holds where one of them is it. */
        claims: z.record(z.string().min(1), claimSchema).refine((claims) => Object.keys(claims).length > 0, "must name a claim"),
        grant: scopedGrantSchema,
      }),
    )
    .min(1),
});

/** The rights of the first rule whose claims all hold; null where none does. */
export type ClaimRules = (claims: Readonly<Record<string, unknown>>) => Rights | null;

/** The file of rules cannot be used; the message names places in it and nothing that stands there. */
export class ClaimRulesError extends CodedError<"claim_rules_unusable"> {
  constructor(message: string, options: ErrorOptions = {}) {
    super("claim_rules_unusable", message, options);
  }
}

const writableByOthers = 0o022;

/** Rejects with a `ClaimRulesError`. Whoever may write the file may let anybody in: outside Windows that is its owner alone. */
export async function readClaimRules(file: string): Promise<ClaimRules> {
  const unreadable = (cause: unknown) => {
    const code = (cause as NodeJS.ErrnoException).code ?? "unknown";
    return Promise.reject(new ClaimRulesError(`The rules of the issuer's claims, ${file}, cannot be read (${code}).`, { cause }));
  };
  const { mode } = await stat(file).catch(unreadable);
  if (process.platform !== "win32" && (mode & writableByOthers) !== 0)
    throw new ClaimRulesError(`Others than its owner may write the rules of the issuer's claims, ${file}: chmod 600 ${file}`);
  const parsed = claimRulesSchema.safeParse(parseJson(file, await readFile(file, "utf8").catch(unreadable)));
  if (!parsed.success) {
    const faults = parsed.error.issues.slice(0, 20).map(({ path, message }) => `\n  - /${path.join("/")}: ${message}`);
    throw new ClaimRulesError(`The rules of the issuer's claims, ${file}, cannot be used:${faults.join("")}`);
  }
  const rules = parsed.data.rules.map(({ claims, grant }) => ({ claims: Object.entries(claims), rights: rightsOf(grant) }));
  return (claims) => rules.find((rule) => rule.claims.every(([name, value]) => holds(claimOf(claims, name), value)))?.rights ?? null;
}

function parseJson(file: string, text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    if (duplicateMember(text, value) === null) return value;
  } catch {
    // Told below, without what stands there.
  }
  throw new ClaimRulesError(`The rules of the issuer's claims, ${file}, are not JSON, or a member name stands twice in its object.`);
}

/** A claim by its name; `realm_access.roles` is one within another where there is none of that name. */
function claimOf(claims: Readonly<Record<string, unknown>>, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  return name.split(".").reduce<unknown>((within, step) => {
    if (typeof within !== "object" || within === null || !Object.hasOwn(within, step)) return undefined;
    return (within as Readonly<Record<string, unknown>>)[step];
  }, claims);
}

/** A text of several words, as `scope` is, holds each of them (RFC 8693, section 4.2). */
function holds(claim: unknown, value: string | number | boolean): boolean {
  if (Array.isArray(claim)) return claim.includes(value);
  return claim === value || (typeof claim === "string" && typeof value === "string" && claim.split(" ").includes(value));
}
