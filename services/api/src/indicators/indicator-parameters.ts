/** What is sent to be told of an indicator. */
import { formParameters } from "@qorgau/infra/http/responses/form-parameters";
import { z } from "zod";

export const indicatorPath = z.object({
  code: z.string().meta({ description: "The stable code; `GET /v1/indicators` lists them.", examples: ["INJ_FATL_RT"] }),
});

export const indicatorParameters = z.object({
  lang: formParameters.shape.lang.meta({
    description: "The language of the texts. Without it Accept-Language decides, else English.",
    examples: ["kk"],
  }),
});
