/** The parameters of `GET /v1/rates` (DESIGN, section 4), and of the requests about one of its rows. */
import { listOf, orEmpty } from "@qorgau/schemas/requests/parameter-forms";
import { anyCode, measures, pers, rateDimensions, ratePeriods } from "@qorgau/schemas/responses/rates";
import { z } from "zod";
import { dayParameters } from "../../../http/domain/shared-parameters.ts";
import { choiceParameters } from "./choice-parameters.ts";
import { filterParameters } from "./filter-parameters.ts";

export const ratesParameters = z.object({
  by: orEmpty(listOf(z.enum(rateDimensions))).meta({
    description: "The dimensions of the cells, in the order of the answer. A cell of which the code is not known has null.",
    examples: [["region", "sector"]],
  }),
  measure: z
    .enum(measures)
    .default("injured")
    .meta({
      description:
        "What is counted. `injured`: all counting victims, the dead among them; `lost_time`: the fatal, the severe unless they state fewer days than `lostDays`, and the light that state so many; `days_lost`: of non-fatal cases.",
      examples: ["fatal"],
    }),
  per: z
    .enum(pers)
    .default("1000_workers")
    .meta({
      description:
        "What it is divided by. `case` goes with `days_lost` alone; `none` gives the count and the interval of the expected count.",
      examples: ["100000_workers"],
    }),
  period: z
    .enum(ratePeriods)
    .default("year")
    .meta({
      description:
        "The rows' length of time. `ytd`: 1 January to the month and day of `to`, else of the day of the cut, one row per calendar year; `rolling12m`: the twelve months ending with each month.",
      examples: ["month"],
    }),
  ...filterParameters,
  site: z
    .enum(["mine", anyCode])
    .optional()
    .meta({ description: "`mine`: only cases that tell a mining dimension.", examples: ["mine"] }),
  from: dayParameters.from.meta({
    description:
      "First day, inclusive. Without it the first period with a counting case or exposure of the asked country, but no more than ten calendar years before the last such year; the answer then says `from` and `earliest`.",
    examples: ["2025-01-01"],
  }),
  to: dayParameters.to.meta({ description: "Last day, inclusive. A period that a given day cuts is `partial` and has no rate." }),
  ...choiceParameters,
});
