/** Stocks over periods against NumPy's means, over a grid of statements and periods; how they were made: `test/numerics`. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { z } from "zod";
import { stated } from "../../rates/figures-model-fixture.ts";
import { spanAround } from "../../time/span.ts";
import { exposureBook } from "./exposure-book.ts";
import { wholeCountry } from "./exposure-cell.ts";
import { exposureFinder } from "./exposure.ts";

const stock = z.tuple([z.number(), z.enum(["closed", "carried_forward"]), z.string().nullable(), z.number(), z.number()]);
const { worlds } = z
  .object({
    worlds: z.array(
      z.object({
        stated: z.array(z.tuple([z.string(), z.number()])),
        spans: z.array(z.tuple([z.string(), z.string(), stock.nullable()])),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(new URL("../../../../../test/numerics/month-mean-vectors.json", import.meta.url), "utf8")));

/** Of sums of at most twelve figures. */
const differenceMax = 1e-14;

test.each(worlds.map((world) => ({ periods: world.stated.map(([period]) => period).join(" "), ...world })))(
  "$periods: the mean of the months, stated or carried",
  ({ stated: statements, spans }) => {
    const book = exposureBook(statements.map(([period, workers]) => stated({ period, workers, mine: "one" })));
    const exposureOf = exposureFinder(book)([{ ...wholeCountry, mine: "one" }]);
    const differing = spans.filter(([first, last, theirs]) => {
      const from = `${first}-01`;
      const found = exposureOf("listed_employees", { from, to: spanAround(`${last}-01`, "month").to });
      if (found.state === "missing" || theirs === null) return (found.state === "missing") !== (theirs === null);
      const [value, ...others] = theirs;
      const own = [found.state, found.period, found.monthsCarried, found.monthsMissing];
      return JSON.stringify(own) !== JSON.stringify(others) || Math.abs(found.value - value) > differenceMax * value;
    });
    expect(differing).toEqual([]);
    expect(spans.length).toBeGreaterThan(90);
  },
);

test("the grid holds every state", () => {
  const all = worlds.flatMap(({ spans }) => spans.map(([, , theirs]) => theirs));
  const states = all.map((theirs) => (theirs === null ? "missing" : `${theirs[1]}${theirs[4] > 0 ? ", months missing" : ""}`));
  expect(new Set(states)).toEqual(new Set(["closed", "carried_forward", "carried_forward, months missing", "missing"]));
});
