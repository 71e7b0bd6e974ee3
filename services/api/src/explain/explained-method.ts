/** How an answer of a method is explained: by the parser, the target and the reader of its own route, and by what the method states of it. */
import type { Rights } from "@qorgau/schemas/access/scopes";
import type { Parsed } from "@qorgau/schemas/requests/read-parameters";
import type { MethodExplanation, MethodName, MethodStatement } from "@qorgau/schemas/responses/methods/method-explanation";
import { methodRoutes } from "@qorgau/schemas/responses/methods/method-explanation";
import type { AccessTarget } from "../access/domain/access-target.ts";
import type { RequestedCut } from "../past/requested-cut.ts";

/** What an answer is read with beside its query. */
export interface ReadContext {
  readonly past: RequestedCut | undefined;
  readonly rights: Rights | null;
  /** Aborted once the caller has left. */
  readonly gone: AbortSignal;
}

/** The question of a request: what the rights of its caller are held against, and how it is explained. */
export interface MethodRequest {
  readonly target: AccessTarget;
  readonly explain: (context: ReadContext) => Promise<MethodExplanation>;
}

/** Of each method what its parameters ask, or all that is wrong with them. */
export type ExplainedMethods = Readonly<Record<MethodName, (sent: URLSearchParams) => Parsed<MethodRequest>>>;

interface CutResponse {
  readonly asOf: string | null;
  readonly watermark: string;
  readonly rules: number;
  readonly methods?: number;
}

/** The parts that a method brings, each of its own route. */
export interface MethodParts<Query, Made extends CutResponse> {
  readonly method: MethodName;
  readonly parse: (sent: URLSearchParams) => Parsed<Query>;
  readonly target: (query: Query) => AccessTarget;
  readonly read: (query: Query, context: ReadContext) => Promise<Made>;
  readonly state: (response: Made, sent: URLSearchParams) => MethodStatement;
}

/** Of answers without a number of methods. */
const methodsNumber = 1;

export function explainedMethod<Query, Made extends CutResponse>({ method, parse, target, read, state }: MethodParts<Query, Made>) {
  return (sent: URLSearchParams): Parsed<MethodRequest> => {
    const parsed = parse(sent);
    if ("errors" in parsed) return parsed;
    const { query } = parsed;
    const explain = async (context: ReadContext): Promise<MethodExplanation> => {
      const response = await read(query, context);
      const { asOf, watermark, rules, methods = methodsNumber } = response;
      return {
        asOf,
        watermark,
        rules,
        methods,
        of: method,
        route: methodRoutes[method],
        ...state(response, sent),
        response: Object.fromEntries(Object.entries(response)),
      };
    };
    return { query: { target: target(query), explain } };
  };
}

/** Whoever may see the cases of the cells may see what their figures are made of. */
export function casesBehind(target: AccessTarget): AccessTarget {
  if (target.of === "figures") return { of: "cases", cells: target.cells };
  if (target.of === "reporter" && target.orFigures !== undefined) return { of: "cases", cells: target.orFigures };
  return target;
}
