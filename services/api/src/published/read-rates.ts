/** From a question to the figures it is answered from. */
import type { RatesQuery } from "@qorgau/schemas/rates";
import { z } from "zod";
import type { CountedAccident, CountedCell, CountedReporters, RatesSnapshot } from "../domain/snapshot.ts";
import { accidentsParts, casesSpanParts, countsPart, deathsParts, reportersParts } from "./counts-part.ts";
import type { ReadFigures } from "./read-published.ts";
import { textsOf } from "./snapshot-statement.ts";
import type { SnapshotRow } from "./snapshot-statement.ts";

export async function readRates(query: RatesQuery, read: ReadFigures): Promise<RatesSnapshot> {
  const { rows, cut, lastStampMs, exposures } = await read((source) => [
    countsPart(query, source),
    ...accidentsParts(query, source),
    ...casesSpanParts(query, source),
    ...deathsParts(query, source),
    ...reportersParts(query, source),
  ]);
  const [from, to] = textsOf(rows, "span");
  const span = from === undefined || to === undefined ? null : { from, to };
  const commuting = (rows.find(({ part }) => part === "counts")?.figures[3] ?? []).reduce((sum, count) => sum + count, 0);
  const [later = 0, undated = 0] = figuresOf(rows, "deaths");
  // A cell of commuters alone, who are left out, is none.
  const counted = countedCells(query, rows).filter(({ cases }) => cases > 0);
  return {
    cut,
    lastStampMs,
    exposures,
    counted,
    accidents: countedAccidents(rows),
    reporters: countedReporters(query, rows),
    cases: span,
    commuting,
    deaths: { later, undated },
  };
}

function figuresOf(rows: readonly SnapshotRow[], part: string): readonly number[] {
  return rows.find((row) => row.part === part)?.figures[0] ?? [];
}

function countedCells({ choices }: RatesQuery, rows: readonly SnapshotRow[]): CountedCell[] {
  const counts = rows.find(({ part }) => part === "counts");
  const [cases, amounts, withDays, , shouldState, unstated] = counts?.figures ?? [];
  return (counts?.texts ?? []).map((key, place) => {
    const [bucket = "", ...codes] = key.split("|");
    const section = choices.standard === null ? {} : { section: codes.pop() ?? "" };
    return {
      bucket,
      codes,
      ...section,
      cases: cases?.[place] ?? 0,
      count: amounts?.[place] ?? 0,
      casesWithDays: withDays?.[place] ?? 0,
      shouldState: shouldState?.[place] ?? 0,
      unstated: unstated?.[place] ?? 0,
    };
  });
}

function countedAccidents(rows: readonly SnapshotRow[]): CountedAccident[] {
  const accidents = rows.find(({ part }) => part === "accidents");
  const disasters = new Set(textsOf(rows, "disasters"));
  const [counts, victims] = accidents?.figures ?? [];
  return (accidents?.texts ?? []).map((key, place) => {
    const [bucket = "", ...codes] = key.split("|");
    const accident = codes.pop() ?? "";
    const [count = 0, told = 0] = [counts?.[place], victims?.[place]];
    return { bucket, codes, accident, count, victims: told, isDisaster: disasters.has(accident) };
  });
}

const sourcesSchema = z.array(z.string());

function countedReporters({ by }: RatesQuery, rows: readonly SnapshotRow[]): CountedReporters[] {
  const reporters = rows.find(({ part }) => part === "reporters");
  return (reporters?.texts ?? []).map((text, place) => {
    const [bucket = "", ...others] = text.split("|");
    const sources = sourcesSchema.parse(JSON.parse(others.slice(by.length).join("|")));
    return { bucket, codes: others.slice(0, by.length), sources, count: reporters?.figures[0]?.[place] ?? 0 };
  });
}
