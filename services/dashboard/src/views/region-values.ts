/** The regions' rates as a map takes them. */
import type { RatesResponse } from "@qorgau/schemas/responses/rates";
import type { RegionValue } from "../charts/region-map.ts";
import { isOpenAudience } from "../data/audience.ts";
import { addressOfUnit } from "../state/units.ts";
import { figures } from "../text/figures.ts";
import { fill, texts } from "../text/texts.ts";
import { drawnOf } from "./rates/notes.tsx";

/** Of an answer by region and of one period: rates, or counts where no rate is asked. Rows of an unknown region are on no map. */
export function regionValues({ rows, per }: Pick<RatesResponse, "rows" | "per">): readonly RegionValue[] {
  const written = figures.value;
  return rows.flatMap((row) => {
    if (typeof row.region !== "string") return [];
    const value = row[drawnOf({ per })];
    const ratePer = fill(texts.value.ratePer, { rate: written.rate(row.rate), per: texts.value.pers[per] });
    const rate = row.rate === null ? written.denominator(row) : `${ratePer} [${written.interval(row)}]`;
    const label = `${written.name("region", row.region)}: ${written.count(row.count)}${per === "none" ? "" : `; ${rate}`}`;
    return [{ code: row.region, value, label, address: isOpenAudience.value ? null : addressOfUnit("region", row.region) }];
  });
}
