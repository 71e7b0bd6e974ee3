/** Answers that are dear to compute, and so asked for once rather than with every cut. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { language } from "../state/language.ts";
import { get, RequestFailed } from "./get.ts";
import { oneAfterAnother } from "./one-after-another.ts";
import { pause } from "./pause.ts";
import { isTokenWanted, TokenWanted, tokensGiven } from "./token.ts";
import type { ApiRequest } from "./use-picture.ts";

interface Responses<Body> {
  /** Of all pages that were asked for; null until they have come. */
  readonly pages: readonly Body[] | null;
  /** Why there is no answer, as the service says it. */
  readonly failure: string | null;
}

interface OfPages {
  readonly nextCursor?: string | null;
}

interface ResponseOptions {
  /** So many pages are followed by their cursors, each of the cut of the first; one unless given. */
  readonly pagesMax?: number;
  /** While the page is seen it is asked again that often, in milliseconds; never unless given. */
  readonly renewMs?: number;
  /** It is asked again whenever this is another one. */
  readonly version?: number;
}

/**
 * Asks again only where the question changes, one after the other, the last one always; so a question is best asked of a cut (`asOf`). Where
 * nothing but the cut changes, the older answer stays until the newer one has come. `null`: nothing to ask.
 */
export function useResponse<Body>(
  requested: ApiRequest<Body> | null,
  { pagesMax = 1, renewMs, version = 0 }: ResponseOptions = {},
): Responses<Body> {
  const responses = useSignal<Responses<Body>>(nothingYet);
  const latest = useRef({ requested, isShown: true });
  latest.current.requested = requested;
  const asking = useRef(
    oneAfterAnother(async () => {
      if (latest.current.requested === null) return;
      try {
        const next = await requestPages(latest.current.requested, pagesMax);
        if (!asking.current.isWantedAgain()) responses.value = next;
      } catch (error) {
        if (error instanceof TokenWanted) {
          // Where a token is asked for, what it was wanted for is requested once it is given.
          if (!isTokenWanted.peek()) responses.value = { pages: null, failure: error.message };
          return;
        }
        // A server that is away, or has much to do, is told by the state of the page.
        await pause(retryMs);
        if (latest.current.isShown) asking.current.want();
      }
    }),
  );
  const { asOf, ...unpinned } = requested?.parameters ?? {};
  const key = JSON.stringify([requested?.path, unpinned]);
  useEffect(() => {
    responses.value = nothingYet;
  }, [key]);
  useEffect(() => asking.current.want(), [key, asOf, language.value, tokensGiven.value, version]);
  useEffect(() => {
    if (renewMs === undefined) return undefined;
    const renewing = setInterval(() => {
      if (!document.hidden) asking.current.want();
    }, renewMs);
    return () => clearInterval(renewing);
  }, [renewMs]);

  useEffect(
    () => () => {
      latest.current.isShown = false;
    },
    [],
  );
  return responses.value;
}

const nothingYet = { pages: null, failure: null };

const retryMs = 4000;
const timeoutMs = 120_000;

/** Throws where there is no answer, and `TokenWanted`; a refusal is one. */
async function requestPages<Body>({ path, parameters }: ApiRequest<Body>, pagesMax: number): Promise<Responses<Body>> {
  const pages: Body[] = [];
  try {
    let cursor: string | null | undefined;
    do {
      const { body } = await get<Body>(path, { ...parameters, cursor: cursor ?? undefined }, language.peek(), timeoutMs);
      pages.push(body);
      cursor = (body as OfPages).nextCursor;
    } while (typeof cursor === "string" && pages.length < pagesMax);
    return { pages, failure: null };
  } catch (error) {
    if (error instanceof RequestFailed && error.status < 500) return { pages: null, failure: error.message };
    throw error;
  }
}
