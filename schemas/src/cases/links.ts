/**
 * The keys by which the journal finds everything that may bear upon a record, so that a change is folded with its surroundings
 * instead of with the whole journal.
 *
 * Two records are *linked* when any statements they ever made, standing or not, share a key. The closure of a set of records is
 * reached by repeating: all statements ever of the records → their keys → all records holding one of them, until none is new.
 * It holds everything that can bear upon a figure of those records, at the newest cut and at any earlier one, because every way
 * in which the fold lets one record touch another is a link:
 *
 * 1. Which statement of a record stands is decided among its own statements. They share the record's key.
 * 2. Two records are one case by the same own identity: each made a statement that holds the key of its worker and day, or of its source
 *    and subject (`identityKey`). What diagnosis a disease without one joins is decided among those of the same key.
 * 3. A record takes another's identity by `sameAs`: its statement holds the key of the named record, which every statement of that
 *    record holds too, its withdrawal included. So a target that appears, moves, is withdrawn or comes back is found from either end;
 *    what else is of the case it leads to is linked to the target by 2, or by 3 to the same target.
 * 4. Cases are one accident by a shared name: statements of each hold its key. Longer chains are chains of such links.
 *
 * A cut only takes statements away, so the links at a cut are among those of all statements, and a closed set folds to the same
 * cases, accidents and figures alone as within the whole. What a record said before (an old date, worker, accident) stays among
 * its keys through its old statements: the cases it has left are in the closure as well. A withdrawal therefore needs its
 * record's key alone.
 *
 * Keys are 64 bits of a hash. Where two collide, the closure holds a stranger whose figures come out as they were: no harm.
 */
import { type Statement, recordName } from "../statement.ts";
import { accidentName, type CaseTelling, identityKey, sameAsTarget } from "./case-identity.ts";
import { sha256Key } from "./sha256.ts";

/** The key of a record, from a statement of it or from its name alone. */
export function recordKey(record: { source: string; entity: string; subject: string }): bigint {
  return sha256Key(recordName(record));
}

/** The keys of a statement without repetition, its record's first. */
export function linkKeys(statement: Statement): bigint[] {
  const own = recordKey(statement);
  return statement.withdrawn || statement.entity === "exposure" ? [own] : [...new Set([own, ...caseKeys(statement)])];
}

function caseKeys(statement: CaseTelling): bigint[] {
  const target = sameAsTarget(statement);
  const accident = accidentName(statement);
  return [
    sha256Key(identityKey(statement)),
    ...(target === null ? [] : [recordKey(target)]),
    ...(accident === null ? [] : [sha256Key(accident)]),
  ];
}
