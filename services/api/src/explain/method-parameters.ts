/** The parameters of `GET /v1/explain?of=`: those of the routes of the methods, and which of them a client says without meaning them. */
import { orNull } from "@qorgau/schemas/requests/parameter-forms";
import { methodNames, methodRoutes } from "@qorgau/schemas/responses/methods/method-explanation";
import type { MethodName } from "@qorgau/schemas/responses/methods/method-explanation";
import { ratesParameters } from "../rates/domain/parameters/rates-parameters.ts";
import { z } from "zod";
import { yearParameter } from "../annual/domain/annual-parameters.ts";
import { ibnrParameters } from "../claims/domain/ibnr-parameters.ts";
import { programmeParameters, programmePath } from "../enterprises/domain/programme-parameters.ts";
import { riskMapParameters } from "../enterprises/domain/riskmap-parameters.ts";
import { fatalityFreeParameters } from "../fatality-free/domain/fatality-free-parameters.ts";
import { funnelParameters } from "../funnel/domain/funnel-parameters.ts";
import { saidDefaults } from "../http/domain/shared-parameters.ts";
import { c81Parameters } from "../inspection/domain/c81-parameters.ts";
import { nowcastParameters } from "../nowcast/domain/nowcast-parameters.ts";
import { signalsParameters } from "../signals/domain/signals-parameters.ts";
import { pagedRowParameters } from "./row-parameters.ts";

export const methodParameter = z.object({
  of: orNull(z.enum(methodNames)).meta({
    description:
      "Explains the answer of a statistical method in place of a row of `/v1/rates`. The other parameters are those of its own route then: " +
      `${methodNames.map((name) => `\`${name}\` of \`${methodRoutes[name]}\``).join(", ")}; what stands in its path is a parameter here. \`same_lag\` is asked with \`compare=same_lag\`, \`smoothing\` with \`smooth=gamma_poisson\`.`,
    examples: ["nowcast"],
  }),
});

const parametersOf = {
  nowcast: nowcastParameters,
  same_lag: ratesParameters,
  signals: signalsParameters,
  days_between: fatalityFreeParameters,
  funnel: funnelParameters,
  smoothing: ratesParameters,
  risk_map: riskMapParameters,
  programme: programmeParameters.extend({ programme: orNull(programmePath.shape.programme).meta(metaOf(programmePath.shape.programme)) }),
  claims_ibnr: ibnrParameters,
  c81: c81Parameters.extend({ year: orNull(yearParameter.shape.year).meta(metaOf(yearParameter.shape.year)) }),
} satisfies Readonly<Record<MethodName, z.ZodObject>>;

function metaOf(parameter: z.ZodType) {
  const { description, examples } = parameter.meta() ?? {};
  return { description, examples };
}

const ofRows: z.ZodRawShape = { ...ratesParameters.shape, ...pagedRowParameters.shape };
const ofMethods: z.ZodRawShape = Object.assign({}, ...Object.values(parametersOf).map(({ shape }) => shape as z.ZodRawShape));
const shared = Object.keys(ofRows);

/** What methods alone are requested. */
export const methodsAlone = z.object(
  Object.fromEntries(Object.entries(ofMethods).filter(([name]) => !shared.includes(name) && name !== "of")),
);

/** `method=nowcast` (METHODS 0.3) is `of=nowcast`: the methods of mining, which `method` names elsewhere, have other names. */
export function withMethodOf(sent: URLSearchParams): URLSearchParams {
  return new URLSearchParams(
    [...sent].map(([name, value]): [string, string] => [name === "method" && isMethodName(value) ? "of" : name, value]),
  );
}

const isMethodName = (value: string) => (methodNames as readonly string[]).includes(value);

/** `sent` without `of` and without what clients made of the document say of their own accord: defaults of what the question is none of. */
export function requestedOf(method: MethodName | null, sent: URLSearchParams): URLSearchParams {
  const known = method === null ? shared : Object.keys(parametersOf[method].shape);
  const said = saidDefaults(z.object(method === null ? methodsAlone.shape : { ...ofRows, ...methodsAlone.shape }), sent);
  const left = [...sent].filter(([name]) => name !== "of" && (known.includes(name) || !said.includes(name)));
  return new URLSearchParams(left);
}
