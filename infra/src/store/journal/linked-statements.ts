/**
 * All statements that can influence what some records count as at a cut, and at a later cut that a batch leads to. Records that can influence one
 * another share a link (see `schemas/src/cases/links/links.ts`). Links are followed from record to record until there are no new ones, but not
 * through a link that more records hold than its bound (`link-bounds.ts`): such a link has no effect. So what is read grows with the batch and
 * the bounded sets that it touches, whatever else the journal holds.
 *
 *   1. load      the effective statements of the records
 *   2. cases     all that may be one case with them: the same identity, the target of their `sameAs`, those whose target they are; from 1 again
 *   3. accidents all that give an accident name of one of their cases; from 1 again, until there is nothing new
 *
 * The result is exact for every case that holds one of the requested records. Of the other cases it holds what links them to these: such a case
 * may be without its whole accident, and is then the same before the batch and after it.
 */
import { CodedError } from "@qorgau/schemas/coded-error";
import { namesTiedTo } from "@qorgau/schemas/cases/links/case-links";
import { linkBounds } from "@qorgau/schemas/cases/links/link-bounds";
import type { LinkBounds, LinkLimits } from "@qorgau/schemas/cases/links/link-bounds";
import { linksOf } from "@qorgau/schemas/cases/links/links";
import type { StatementLinks } from "@qorgau/schemas/cases/links/links";
import type { LoggedStatement } from "@qorgau/schemas/events/statement";
import type { Steps } from "@qorgau/schemas/steps";
import { inPieces } from "../../process/in-pieces.ts";
import type { EffectiveJournal } from "./effective-journal.ts";

/** What a fold of the requested records needs. */
export interface LinkedStatements {
  /** The effective statement at the cut of every record concerned, and the batch. */
  readonly statements: readonly LoggedStatement[];
  readonly limits: LinkLimits;
}

/** Where the search begins. Records are keys of `recordKey`. */
export interface LinkedOptions {
  /** The requested records. */
  readonly records: readonly bigint[];
  /** Statements behind the cut, whose records are requested, too. */
  readonly batch?: readonly LoggedStatement[];
  readonly bounds?: LinkBounds;
  /** Rejects with `LinkedTooMany` where more are read than this: each set is bounded, but a batch may touch many. */
  readonly statementsMax?: number;
}

/** Thrown where more statements are read than `statementsMax`. */
export class LinkedTooMany extends CodedError<"links_too_many"> {
  constructor(statementsMax: number) {
    super("links_too_many", `More than ${statementsMax} statements have a say in what a batch changes.`);
  }
}

/** Hops along a chain of accident names after which all names of its days are looked through at once. */
const hopsMax = 6;
/** Of those days: narrow rows, some 200 bytes each while they are looked through. */
const recordsOfDaysMax = 400_000;

/**
 * Searches as described above, within the bounds of NUMBERS, 4.3. Rejects with `LinkedTooMany`, with a StoreError, or with the reason of the
 * caller's signal once the caller has left.
 */
export async function linkedStatements(journal: EffectiveJournal, options: LinkedOptions): Promise<LinkedStatements> {
  const search = createSearch(journal, options);
  await inPieces(search.takeBatch());
  await search.load(search.requested);
  // Most accidents are small: their names are followed together with everything else at first, which saves a round of queries.
  await search.followCases(await inPieces(search.namesToFollow()));
  search.markTouched();
  for (let hops = 0; ; hops += 1) {
    const names = await inPieces(search.namesToFollow());
    if (names.length === 0) break;
    await search.followNames(names);
    if (hops >= hopsMax) await search.lookThroughDays();
    await search.followCases();
  }
  return { statements: search.statements, limits: search.limits };
}

interface Held {
  readonly logged: LoggedStatement;
  readonly links: StatementLinks;
}

function createSearch(journal: EffectiveJournal, { records, batch = [], bounds = linkBounds, statementsMax = Infinity }: LinkedOptions) {
  const statements: LoggedStatement[] = [...batch];
  const overfull = new Set<bigint>();
  const limits: LinkLimits = { bounds, overfull };
  const held: Held[] = [];
  const loaded = new Set<bigint>();
  const followed = new Set<bigint>();
  const followedDays = new Set<bigint>();
  /** Statements whose links are still to be followed, for cases and for names. */
  let fresh: Held[] = [];
  const unfollowed = new Set<bigint>();
  let touched: ReadonlySet<bigint> = new Set();
  const requested = new Set([...records, ...batch.map(({ statement }) => linksOf(statement).record)]);
  /** How many statements of requested records hold a key: so many may be missing at the one cut or the other. */
  const requestedHolders = new Map<bigint, number>();

  const take = (logged: LoggedStatement) => {
    const one = { logged, links: linksOf(logged.statement) };
    held.push(one);
    fresh.push(one);
    const { record, identity, accident, sameAs } = one.links;
    if (accident !== null && !followed.has(accident)) unfollowed.add(accident);
    if (!requested.has(record)) return;
    for (const key of [identity, accident, sameAs?.group]) {
      if (key !== null && key !== undefined) requestedHolders.set(key, (requestedHolders.get(key) ?? 0) + 1);
    }
  };
  function* takeAll(all: Iterable<LoggedStatement>): Steps<void> {
    for (const logged of all) {
      take(logged);
      yield;
    }
  }

  const load = async (keys: Iterable<bigint>) => {
    const missing = [...new Set(keys)].filter((key) => !loaded.has(key));
    for (const key of missing) loaded.add(key);
    if (missing.length === 0) return;
    if (loaded.size > statementsMax) throw new LinkedTooMany(statementsMax);
    const found = await journal.statements(missing);
    for (const logged of found) statements.push(logged);
    await inPieces(takeAll(found));
  };

  /** Loads the holders of the links, unless they are too many at either cut. */
  const follow = async (keys: readonly bigint[], bound: number) => {
    const unknown = [...new Set(keys)].filter((key) => !followed.has(key));
    if (unknown.length === 0) return;
    for (const key of unknown) followed.add(key);
    const slack = unknown.reduce((most, key) => Math.max(most, requestedHolders.get(key) ?? 0), 0);
    const limit = bound + 1 + slack;
    const found = await journal.holders(unknown, limit);
    const members: bigint[] = [];
    for (const [key, holders] of found) {
      if (holders.length === limit) overfull.add(key);
      else for (const holder of holders) members.push(holder);
    }
    await load(members);
  };

  return {
    requested,
    statements,
    limits,
    load,
    takeBatch: () => takeAll(batch),
    async followCases(names: readonly bigint[] = []) {
      let besides = [this.followNames(names)];
      while (fresh.length > 0) {
        const some = fresh;
        fresh = [];
        const links = some.map((one) => one.links);
        const [naming] = await Promise.all([
          journal.groupsNaming([...new Set(links.map(({ record }) => record))]),
          follow(
            links.flatMap(({ identity }) => identity ?? []),
            bounds.recordsPerIdentity,
          ),
          ...besides,
        ]);
        besides = [];
        await follow([...naming, ...links.flatMap(({ sameAs }) => sameAs?.group ?? [])], bounds.recordsPerTarget);
        await load(links.flatMap(({ sameAs }) => (sameAs === null || overfull.has(sameAs.group) ? [] : [sameAs.target])));
      }
    },
    /** The accident names of the requested records' cases, at either cut: whether such a name has effect may be what changes. */
    markTouched() {
      touched = new Set(held.flatMap(({ links }) => links.accident ?? []));
    },
    /**
     * Names whose holders may belong to an accident of a requested case. Where so many cases are known that a chain may be too long, this
     * computes whether it is: then it has no effect, and its other names need not be followed.
     */
    *namesToFollow(): Steps<bigint[]> {
      const names = [...unfollowed].filter((name) => !followed.has(name));
      // The requested records cost what they cost; what is found beside them must not grow without end.
      const others = statements.length - batch.length - requested.size;
      if (names.length === 0 || others <= bounds.casesPerAccident) return names;
      const isWhole = (name: bigint) => followed.has(name) && !overfull.has(name);
      const before = yield* namesTiedTo(statements.slice(batch.length), touched, limits, isWhole);
      const after = yield* namesTiedTo(statements, touched, limits, isWhole);
      return names.filter((name) => before.has(name) || after.has(name));
    },
    async followNames(names: readonly bigint[]) {
      for (const name of names) unfollowed.delete(name);
      await follow(names, bounds.recordsPerName);
    },
    /** A chain of names along which every hop would be a look of its own: its days hold most of it. */
    async lookThroughDays() {
      const days = [...new Set(held.flatMap(({ links }) => links.accidentDay ?? []))].filter((day) => !followedDays.has(day));
      for (const day of days) followedDays.add(day);
      if (days.length === 0) return;
      const known = await journal.linksOfHolders(days, recordsOfDaysMax);
      await load(await inPieces(reachable(known, unfollowed, new Set(days), 4 * bounds.casesPerAccident)));
    },
  };
}

/** The records that share keys with what is known, directly or through other records, the nearest first, at most `limit`. */
function* reachable(
  known: readonly { readonly record: bigint; readonly keys: readonly bigint[] }[],
  from: ReadonlySet<bigint>,
  leftOut: ReadonlySet<bigint>,
  limit: number,
): Steps<bigint[]> {
  const byKey = new Map<bigint, number[]>();
  for (const [place, { keys }] of known.entries()) {
    yield;
    for (const key of keys) {
      const places = byKey.get(key);
      if (places === undefined) byKey.set(key, [place]);
      else places.push(place);
    }
  }
  const seen = new Set(from);
  const records = new Set<bigint>();
  for (const key of seen) {
    for (const place of byKey.get(key) ?? []) {
      yield;
      const { record, keys } = known[place]!;
      if (records.has(record)) continue;
      if (records.size >= limit) return [...records];
      records.add(record);
      for (const other of keys) if (!leftOut.has(other)) seen.add(other);
    }
  }
  return [...records];
}
