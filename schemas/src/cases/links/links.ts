/**
 * The keys by which the journal finds everything that may bear upon a record, so that a change is folded with its surroundings
 * instead of with the whole journal.
 *
 * Two records are *linked* when any statements they ever made, effective or not, share a key. The linked statements of a set of records are
 * reached by repeating: all statements ever of the records → their keys → all records holding one of them, until none is new.
 * They are everything that can bear upon a figure of those records, at the newest cut and at any earlier one, because every way
 * in which the fold lets one record touch another is a link:
 *
 * 1. Which statement of a record is effective is decided among its own statements. They share the record's key.
 * 2. Two records are one case by the same own identity: each made a statement that holds the key of its worker and day, or of its source
 *    and subject (`identityKey`). What diagnosis a disease without one joins is decided among those of the same key.
 * 3. A record takes another's identity by `sameAs`: its statement holds the key of the named record, which every statement of that
 *    record holds too, its withdrawal included. So a target that appears, moves, is withdrawn or comes back is found from either end;
 *    what else is of the case it leads to is linked to the target by 2, or by 3 to the same target.
 * 4. Cases are one accident by a shared name: statements of each hold its key. Longer chains are chains of such links.
 *
 * A link that more records hold than `link-bounds.ts` allows ties nobody, and is not followed (`infra/src/store/journal/linked-statements.ts`).
 *
 * A cut only takes statements away, so the links at a cut are among those of all statements, and a set that holds all linked statements folds to
 * the same cases, accidents and figures alone as within the whole. What a record stated before (an old date, worker, accident) stays among
 * its keys through its old statements: the cases it has left are linked as well. A withdrawal therefore needs its record's key alone.
 *
 * Keys are 64 bits of a hash. Where two collide, unrelated statements are read as well and their figures come out as they were: no harm.
 */
import { type Statement, recordName } from "../../events/statement.ts";
import { accidentName, type CaseReport, identityKey, ownIdentity, sameAsTarget } from "./case-identity.ts";
import { sha256Key, sha256Keys } from "../../sha256.ts";

/** The key of a record, from a statement of it or from its name alone. */
export function recordKey(record: { source: string; entity: string; subject: string }): bigint {
  return sha256Key(recordName(record));
}

export interface RecordKeys {
  readonly record: bigint;
  /** The next eight bytes of the hash that `record` is of: two records may be made to share a key, but not both. */
  readonly recordCheck: bigint;
}

/** By one hash, of a statement of the record or of its name alone. */
export function recordKeys(record: { source: string; entity: string; subject: string }): RecordKeys {
  const [key, check] = sha256Keys(recordName(record));
  return { record: key, recordCheck: check };
}

/** What ties a statement to others; null where it states nothing of the kind, as a withdrawal and an exposure never do. */
export interface StatementLinks extends RecordKeys {
  /** Of its worker and day, else of its subject. */
  readonly identity: bigint | null;
  /**
   * The beginning of the id of the case that it would be by itself, by which whoever knows a case alone finds its records. Of a disease without
   * a diagnosis the case may be another one's, who then states what the id is made of.
   */
  readonly ownCase: bigint | null;
  readonly accident: bigint | null;
  /** The accident names of its day: where a chain of names is long, all of a day are looked through at once. */
  readonly accidentDay: bigint | null;
  readonly sameAs: SameAsLink | null;
}

export interface SameAsLink {
  /** The record that it names. */
  readonly target: bigint;
  /** All records of its source that name that record: how many there are decides whether they have effect. */
  readonly group: bigint;
}

/**
 * A flush asks for them several times, and a key is a hash. They are a member of the statement that no copy of it has, and no JSON. In a WeakMap each of
 * some ten thousand statements would be one more thing that a collection of garbage visits in one piece: 40 of 80 ms in a rebuild.
 */
const linksKnown = Symbol("links");

/** The keys of a statement by their kind. They depend on its content alone, so that the journal stores them with it. */
export function linksOf(statement: Statement & { readonly [linksKnown]?: StatementLinks }): StatementLinks {
  const known = statement[linksKnown];
  if (known !== undefined) return known;
  const links = hashedLinks(statement);
  Object.defineProperty(statement, linksKnown, { value: links });
  return links;
}

function hashedLinks(statement: Statement): StatementLinks {
  const { record, recordCheck } = recordKeys(statement);
  if (statement.withdrawn || statement.entity === "exposure") {
    return { record, recordCheck, identity: null, ownCase: null, accident: null, accidentDay: null, sameAs: null };
  }
  const accident = accidentName(statement);
  const [shared, own] = [identityKey(statement), ownIdentity(statement, null)];
  const identity = sha256Key(shared);
  return {
    record,
    recordCheck,
    identity,
    ownCase: own === shared ? identity : sha256Key(own),
    accident: accident === null ? null : sha256Key(accident),
    accidentDay: accident === null ? null : sha256Key(JSON.stringify(["accidents of day", statement.derived.date])),
    sameAs: sameAsLink(statement),
  };
}

/** The keys of a statement without repetition, its record's first. */
export function linkKeys(statement: Statement): bigint[] {
  const { record, identity, accident, sameAs } = linksOf(statement);
  return distinct([record, identity, sameAs?.target, sameAs?.group, accident]);
}

/** The keys by which the journal finds the statement, without repetition: those of `linkKeys`, its own case's and its day's accident names. */
export function indexedKeys(statement: Statement): bigint[] {
  const { record, identity, ownCase, accident, accidentDay, sameAs } = linksOf(statement);
  return distinct([record, identity, ownCase, sameAs?.target, sameAs?.group, accident, accidentDay]);
}

function distinct(keys: readonly (bigint | null | undefined)[]): bigint[] {
  return [...new Set(keys.filter((key) => key !== null && key !== undefined))];
}

function sameAsLink(statement: CaseReport): SameAsLink | null {
  const target = sameAsTarget(statement);
  if (target === null) return null;
  return { target: recordKey(target), group: sha256Key(sameAsGroup(statement.source, recordName(target))) };
}

/** The name of all records of a source that name one record, by the name of that one. */
export function sameAsGroup(source: string, target: string): string {
  return JSON.stringify(["same as", source, target]);
}
