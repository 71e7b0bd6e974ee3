/** The parameters of `GET /v1/feed`: what it tells, and of which places. All faults are reported together. */
import { readParameters } from "@qorgau/schemas/requests/read-parameters";
import type { Parsed, SentTexts } from "@qorgau/schemas/requests/read-parameters";
import { fault } from "@qorgau/schemas/rules/rules";
import { z } from "zod";
import { signalsParameters } from "../signals/domain/signals-parameters.ts";

const { region, sector } = signalsParameters.shape;

export const feedParameters = z.object({
  of: z
    .enum(["releases", "signals"])
    .default("releases")
    .meta({ description: "What the entries are: releases and their revisions, or the signals of the log.", examples: ["signals"] }),
  region: region.meta({
    description: "Of signals: series of these regions, and accidents in them that several died of.",
    examples: [["KZ-35"]],
  }),
  sector: sector.meta({
    description: "Of signals: series of these sections, and accidents in them that several died of.",
    examples: [["B"]],
  }),
});

const places = ["region", "sector"] as const;

export type FeedQuery =
  | { readonly of: "releases" }
  /** Null: of every one. */
  | { readonly of: "signals"; readonly regions: readonly string[] | null; readonly sectors: readonly string[] | null };

/** Returns the query, or all faults at once. A release is of the whole country: nothing but signals has a place (QG-0647). */
export function parseFeedQuery(sent: SentTexts): Parsed<FeedQuery> {
  const { values, faults } = readParameters(feedParameters, sent, []);
  const { of, region: regions, sector: sectors } = values;
  const ofPlaces = of === "signals" ? [] : places.filter((name) => (sent.get(name) ?? null) !== null).map((name) => fault("QG-0647", name));
  const errors = [...faults, ...ofPlaces];
  if (errors.length > 0) return { errors };
  return { query: of === "signals" ? { of, regions, sectors } : { of } };
}
