/** The answers that a view is drawn from, all of one cut, so that figures shown beside each other add up. */
import { useSignal, useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { RatesResponse } from "@qorgau/schemas/responses/rates";
import { language } from "../state/language.ts";
import { get, RequestFailed } from "./get.ts";
import type { ApiResponse, Parameters } from "./get.ts";
import { asOfParameters, requestVersion } from "./cut.ts";
import { oneAfterAnother } from "./one-after-another.ts";
import { isTokenWanted, TokenWanted } from "./token.ts";

/** One request: its path, its parameters without the cut, and the type of its answer. */
export interface ApiRequest<Body = unknown> {
  readonly path: string;
  readonly parameters: Parameters;
  /** Carries the type alone. */
  readonly body?: Body;
}

/** A question of `/v1/…`, typed by what it is answered with. */
export function apiRequest<Body>(path: string, parameters: Parameters): ApiRequest<Body> {
  return { path, parameters };
}

/** A question of rates. */
export function ratesRequest(parameters: Parameters): ApiRequest<RatesResponse> {
  return apiRequest("/v1/rates", parameters);
}

type ApiRequests = Readonly<Record<string, ApiRequest>>;
export type ApiResponses<Requested extends ApiRequests> = {
  readonly [Name in keyof Requested]: Requested[Name] extends ApiRequest<infer Body> ? ApiResponse<Body> : never;
};

export interface Picture<Requested extends ApiRequests> {
  /** Of the questions as they were asked last; null until the first answers have come. Older answers stay while newer ones are on their way. */
  readonly responses: ApiResponses<Requested> | null;
  readonly requested: Requested;
  readonly failure: string | null;
}

const attemptsMax = 4;

/**
 * Asks until all answers that have a watermark have the same one; under a stream faster than the questions the last attempt stands.
 * Throws what `ask` throws.
 */
async function requestAll<Requested extends ApiRequests>(requested: Requested): Promise<ApiResponses<Requested>> {
  const responses: Record<string, ApiResponse<unknown>> = {};
  let newest: string | undefined;
  // A question of a past cut of its own stands by itself.
  const watermarkOf = (name: string) =>
    requested[name]?.parameters["asOf"] === undefined
      ? (responses[name]?.body as { watermark?: string } | undefined)?.watermark
      : undefined;
  for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
    const older = Object.entries(requested).filter(([name]) => responses[name] === undefined || (watermarkOf(name) ?? newest) !== newest);
    if (older.length === 0) break;
    const requestOne = async (name: string, { path, parameters }: ApiRequest) => {
      responses[name] = await get(path, { ...asOfParameters.peek(), ...parameters }, language.peek());
      newest = watermarkOf(name) ?? newest;
    };
    await Promise.all(older.map(([name, one]) => requestOne(name, one)));
  }
  return responses as ApiResponses<Requested>;
}

/** What a view shows: asked when its questions or the cut change, one after the other, the last one always. `null`: nothing to ask yet. */
export function usePicture<Requested extends ApiRequests>(requests: () => Requested | null): Picture<Requested> | null {
  const picture = useSignal<Picture<Requested> | null>(null);
  const latest = useRef(requests);
  latest.current = requests;
  const asking = useRef(
    oneAfterAnother(async () => {
      const requested = latest.current();
      if (requested === null) {
        picture.value = null;
        return;
      }
      try {
        picture.value = { requested, responses: await requestAll(requested), failure: null };
      } catch (error) {
        // A token is asked for, and a server that is away is told by the state of the page; the last figures stay.
        const isRefused = (error instanceof RequestFailed && error.status < 500) || (error instanceof TokenWanted && !isTokenWanted.peek());
        if (isRefused) picture.value = { requested, responses: null, failure: (error as Error).message };
      }
    }),
  );

  useSignalEffect(() => {
    // Read here, so that a change of either asks again.
    void requestVersion.value;
    void language.value;
    latest.current();
    asking.current.want();
  });
  return picture.value;
}
