/** The whole state of the page is the query of its address, so that a link opens the same picture elsewhere. Parameters of the API keep their names. */
import { computed, signal } from "@preact/signals";

const pages = ["overview", "explore", "signals", "programmes", "riskmap", "claims", "unit", "year", "desk", "explain"] as const;
export type Page = (typeof pages)[number];

/** The dimensions that a picture can be narrowed by. */
export const filterNames = [
  "region",
  "sector",
  "division",
  "severity",
  "kind",
  "mine",
  "employer",
  "method",
  "commodity",
  "hazard",
  "contractor",
  "site",
  "sex",
  "ageBand",
  "cause",
] as const;

/** What an address may hold, in the order in which it is written. Whatever else stands there is left out. */
const names = [
  "page",
  "view",
  "unit",
  "code",
  "year",
  "source",
  "signal",
  "state",
  "measure",
  "per",
  "period",
  "by",
  "band",
  ...filterNames,
  "from",
  "to",
  "compare",
  "exposureBasis",
  "standard",
  "asOf",
  "cut",
  "form",
  "lang",
] as const;
export type StateName = (typeof names)[number];
export type PageState = Readonly<Partial<Record<StateName, string>>>;

/** The state of an address's query (`?page=unit&code=KZ-35`). A member that is empty or unknown is left out. */
export function readState(search: string): PageState {
  const given = new URLSearchParams(search);
  return Object.fromEntries(names.flatMap((name) => (given.get(name) ? [[name, given.get(name)!]] : [])));
}

/** The query of an address for a state; "" for the empty one. Commas and colons are legible in an address that people copy. */
export function writeState(shown: PageState): string {
  const query = new URLSearchParams(names.flatMap((name) => (shown[name] ? [[name, shown[name]]] : []))).toString();
  return query === "" ? "" : `?${query.replaceAll("%2C", ",").replaceAll("%3A", ":")}`;
}

export const state = signal<PageState>(readState(globalThis.location?.search ?? ""));

export const page = computed<Page>(() => pages.find((name) => name === state.value.page) ?? "overview");

/** The address of this page with some members changed; undefined takes one away. */
export function addressWith(change: { readonly [Name in StateName]?: string | undefined }): string {
  return writeState(withChange(change)) || "?";
}

function withChange(change: { readonly [Name in StateName]?: string | undefined }): PageState {
  return readState(writeState({ ...state.value, ...change } as PageState));
}

/** Shows a changed state. Every change is an entry of the browser's history, so that "back" undoes it; `replace` leaves none. */
export function show(change: { readonly [Name in StateName]?: string | undefined }, { replace = false } = {}): void {
  const next = withChange(change);
  const address = writeState(next) || location.pathname;
  if (replace) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
  state.value = next;
}

/** Another page keeps the language and the cut, and forgets what was asked on this one. */
export function addressOfPage(next: PageState): string {
  const { lang, asOf } = state.value;
  return writeState({ ...(lang === undefined ? {} : { lang }), ...(asOf === undefined ? {} : { asOf }), ...next }) || "?";
}

/** Follows links within the page without loading it anew, and the browser's way back. */
export function followAddress(): void {
  addEventListener("popstate", () => {
    state.value = readState(location.search);
  });
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    const isOwn =
      link !== null &&
      link.origin === location.origin &&
      link.pathname === location.pathname &&
      link.hash === "" &&
      !link.hasAttribute("download");
    if (!isOwn || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    history.pushState(null, "", link.search || link.pathname);
    state.value = readState(link.search);
    scrollTo(0, 0);
  });
}
