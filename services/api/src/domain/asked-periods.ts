/** The periods a question is answered for: those its bounds touch, or, without bounds, whole ones over all that is known of the country. */
import type { RatesQuery } from "@qorgau/schemas/rates";
import { bucketAround, bucketOf, monthAndDay, periodsTouching } from "./periods.ts";
import type { Period } from "./periods.ts";
import type { RatesSnapshot } from "./snapshot.ts";
import type { Span } from "./span.ts";

export function askedPeriods(query: RatesQuery, snapshot: Pick<RatesSnapshot, "cases" | "exposures">): Period[] {
  const { period, from, to } = query;
  const known = from !== null && to !== null ? { from, to } : wholeBuckets(query, knownSpan(query, snapshot));
  if (known === null) return [];
  const range = { from: from ?? known.from, to: to ?? known.to };
  const monthDay = monthAndDay(to ?? snapshot.cases?.to ?? known.to);
  return periodsTouching(period, range, { from: from !== null, to: to !== null }, monthDay);
}

/** From the first to the last day with a counting case or an exposure of the asked country, before any other filter. */
function knownSpan({ filters }: RatesQuery, { cases, exposures }: Pick<RatesSnapshot, "cases" | "exposures">): Span | null {
  const asked = exposures.stated.filter(({ cell }) => filters.country?.includes(cell.country) ?? true).map(({ span }) => span);
  const spans = cases === null ? asked : [...asked, cases];
  const [first, ...others] = spans;
  if (first === undefined) return null;
  return others.reduce((all, { from, to }) => ({ from: from < all.from ? from : all.from, to: to > all.to ? to : all.to }), first);
}

function wholeBuckets({ period }: RatesQuery, span: Span | null): Span | null {
  if (span === null) return null;
  const bucket = bucketOf(period);
  return { from: bucketAround(span.from, bucket).from, to: bucketAround(span.to, bucket).to };
}
