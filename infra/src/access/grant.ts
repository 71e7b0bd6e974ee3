/** What a token is for, as it is stored, and the rights that come of it. */
import { divisions, sections } from "@qorgau/schemas/codes/activities";
import { resolveRegion } from "@qorgau/schemas/codes/regions";
import type { Limits, Rights, Scope } from "@qorgau/schemas/access/scopes";
import { classifyIdentifier } from "@qorgau/schemas/events/identifiers";
import { nameCharactersMax } from "@qorgau/schemas/events/inbound-limits";
import { canonicalSource } from "@qorgau/schemas/events/names";
import { containsIin } from "@qorgau/schemas/events/personal-identifier";
import { isSourceUri } from "@qorgau/schemas/events/reporters";
import { z } from "zod";

const source = z
  .string()
  .min(1)
  .max(nameCharactersMax)
  .refine((text) => !containsIin(text), "must hold no individual identification number (IIN)")
  .refine(isSourceUri, "must be a URI such as urn:kz:bin:200140000004");

const pseudonymForm = /^qg1:[^:,|]{1,64}:[0-9a-f]{64}$/;
const sectorCodes = new Set([...sections, ...divisions].map(({ code }) => code));
const few = <Code extends z.ZodType>(code: Code) => z.array(code).min(1).max(1000);

export const limitsSchema = z
  .strictObject({
    regions: few(z.string().refine((code) => resolveRegion(code)?.region === code, "must be ISO 3166-2 codes such as KZ-35")).optional(),
    sectors: few(z.string().refine((code) => sectorCodes.has(code), "must be section letters or divisions of two digits")).optional(),
    employers: few(
      z.string().refine((code) => classifyIdentifier(code) === "bin" || pseudonymForm.test(code), "must be BINs of twelve digits"),
    ).optional(),
  })
  .refine((limits) => Object.values(limits).some((codes) => codes !== undefined), "must limit something");

/** The scopes that a token names by themselves; `send` and `own` come with their sources. */
export const namedScopes = ["figures", "cases", "inspect", "release", "operate"] as const satisfies readonly Scope[];
type NamedScope = (typeof namedScopes)[number];
const limitedScopes: readonly NamedScope[] = ["figures", "cases", "inspect"];

export const scopedGrantSchema = z
  .strictObject({
    send: few(source).optional(),
    own: few(source).optional(),
    scopes: z.array(z.enum(namedScopes)).min(1).optional(),
    limits: limitsSchema.optional(),
  })
  .refine(({ send, own, scopes }) => [send, own, scopes].some((one) => one !== undefined), "must be for something")
  .refine(
    ({ scopes = [], limits }) => limits === undefined || (scopes.length > 0 && scopes.every((one) => limitedScopes.includes(one))),
    `limits go with ${limitedScopes.join(", ")} alone`,
  );

/** The forms of before, which keep their meaning: one source, all figures and cases, or everything but to send. */
export const grantSchema = z.union([scopedGrantSchema, z.strictObject({ source }), z.literal("read"), z.literal("operate")]);
export type Grant = z.infer<typeof grantSchema>;
export type ScopedGrant = z.infer<typeof scopedGrantSchema>;

function scopedGrant(grant: Grant): ScopedGrant {
  if (grant === "read") return { scopes: ["figures", "cases"] };
  if (grant === "operate") return { scopes: ["operate"] };
  return "source" in grant ? { send: [grant.source] } : grant;
}

/** Whoever operates the service reads and releases as well. */
const included: Partial<Readonly<Record<NamedScope, readonly NamedScope[]>>> = { operate: namedScopes };

const includedScopes = (scopes: readonly NamedScope[]) => [...new Set(scopes.flatMap((one) => included[one] ?? [one]))];

/** Gives the rights of a grant. Whoever sends for a source sees what concerns it. */
export function rightsOf(grant: Grant): Rights {
  const { send = [], own = [], scopes = [], limits = null } = scopedGrant(grant);
  const sends = send.map(canonicalSource);
  const owns = [...new Set([...sends, ...own.map(canonicalSource)])];
  const all: Scope[] = includedScopes(scopes);
  if (sends.length > 0) all.push("send");
  if (owns.length > 0) all.push("own");
  return { scopes: new Set(all), sends, owns, limits };
}

const limitTexts: Readonly<Record<keyof Limits, string>> = { regions: "in", sectors: "of", employers: "of" };

/** Says in one line what a token may do and of what: `send and own urn:kz:bin:200140000004; figures, cases in KZ-35`. */
export function grantText(grant: Grant): string {
  const { send = [], own = [], scopes = [], limits = {} } = scopedGrant(grant);
  const within = Object.entries(limitTexts).flatMap(([name, word]) => {
    const codes = limits[name as keyof Limits];
    return codes === undefined ? [] : [`${word} ${codes.join(",")}`];
  });
  return [
    ...(send.length > 0 ? [`send and own ${send.join(",")}`] : []),
    ...(own.length > 0 ? [`own ${own.join(",")}`] : []),
    ...(scopes.length > 0 ? [[includedScopes(scopes).join(", "), ...within].join(" ")] : []),
  ].join("; ");
}
