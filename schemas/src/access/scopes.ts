/** What a caller may do, and of what: the rights that a token carries. */

/**
 * `send`: the events of its sources. `own`: what concerns its own sources (records, quality, claims without a case, dead letters). `figures`:
 * aggregates. `cases`: what figures are made of (explain, revisions, records). `inspect`: enterprises by name. `release`: to freeze a year.
 * `operate`: the operator's jobs and the audit trail.
 */
export const scopes = ["send", "own", "figures", "cases", "inspect", "release", "operate"] as const;
export type Scope = (typeof scopes)[number];

/** What a route needs: any one of these scopes. `open`: nobody is asked who they are. */
export type RouteScope = "open" | readonly [Scope, ...Scope[]];

/** The part of the country that `figures`, `cases` and `inspect` are of; a member that is absent limits nothing. */
export interface Limits {
  /** ISO 3166-2, of the occurrence. */
  readonly regions?: readonly string[] | undefined;
  /** Section letters and divisions of two digits. */
  readonly sectors?: readonly string[] | undefined;
  /** BINs, or pseudonyms of sole proprietors. */
  readonly employers?: readonly string[] | undefined;
}

/** Who reads figures: everybody, officials, and those who see enterprises by name (METHODS, section 0.6). */
export type Audience = "open" | "official" | "inspection";

/** What a caller may do. `send` and `own` are of the sources named here, the other scopes within `limits`. */
export interface Rights {
  readonly scopes: ReadonlySet<Scope>;
  /** Whose events it sends, canonical. */
  readonly sends: readonly string[];
  /** Whose records and worklists it sees, canonical; whoever sends for a source sees what concerns it. */
  readonly owns: readonly string[];
  /** Null: of everything. */
  readonly limits: Limits | null;
  /** Whom an issuer's token is of: an opaque id; absent of our own tokens, which are known by theirs. */
  readonly subject?: string;
}

/** Of a caller without a token where the service is open to all: no scope, so that routes let it in which say so, and nothing else does. */
export const openRights: Rights = { scopes: new Set(), sends: [], owns: [], limits: null };

/** Null: nobody is asked who they are, and everybody sees everything. Whoever reads cases sees the enterprise of each. */
export function audienceOf(rights: Pick<Rights, "scopes"> | null): Audience {
  if (rights === null || rights.scopes.has("inspect") || rights.scopes.has("cases")) return "inspection";
  return rights.scopes.size === 0 ? "open" : "official";
}
