/** The releases: what was frozen under which name, whether it still holds, and what has changed since. */
import { useSignal } from "@preact/signals";
import type { Language } from "@qorgau/schemas/languages";
import type { AnnualPer } from "@qorgau/schemas/responses/annual-rollup";
import type { Release, ReleaseDifferences, ReleasesResponse, ReleaseVerification } from "@qorgau/schemas/responses/releases";
import { addressOf, get } from "../../data/get.ts";
import { apiRequest, usePicture } from "../../data/use-picture.ts";
import { isTokenWanted, TokenWanted } from "../../data/token.ts";
import { DataTable } from "../../figures/data-table.tsx";
import type { Column } from "../../figures/data-table.tsx";
import { download } from "../../figures/download.ts";
import { language, languageNames } from "../../state/language.ts";
import { addressWith } from "../../state/page-state.ts";
import { figures } from "../../text/figures.ts";
import { fill, texts } from "../../text/texts.ts";
import { MakeRelease } from "./make-release.tsx";
import { ReleaseChanges } from "./release-changes.tsx";
import { ReleaseCheck } from "./release-check.tsx";

/** What was asked of a release last, and what came of it. */
type Requested =
  | { readonly of: string; readonly what: "asking" }
  | { readonly of: string; readonly what: "failed"; readonly message: string }
  | { readonly of: string; readonly what: "verified"; readonly body: ReleaseVerification }
  | { readonly of: string; readonly what: "compared"; readonly body: ReleaseDifferences };

export function Releases({ year, per }: { readonly year: number; readonly per: AnnualPer }) {
  const text = texts.value.releases;
  // The list is of the whole log, whatever cut is looked at.
  const picture = usePicture(() => ({ list: apiRequest<ReleasesResponse>("/v1/releases", { asOf: undefined }) }));
  const requested = useSignal<Requested | null>(null);
  const list = picture?.responses?.list.body.releases ?? [];
  const ask = async (of: string, what: "verified" | "compared") => {
    requested.value = { of, what: "asking" };
    try {
      requested.value = await outcomeOf(of, what, language.value);
    } catch (error) {
      // Where a token is asked for, there is nothing else to say.
      const isSaid = error instanceof TokenWanted && isTokenWanted.peek();
      requested.value = isSaid ? null : { of, what: "failed", message: (error as Error).message };
    }
  };
  return (
    <section class="releases" aria-labelledby="releases">
      <h2 id="releases">{text.title}</h2>
      <p class="note">{text.lead}</p>
      {list.length === 0 ? (
        <p>{text.none}</p>
      ) : (
        <DataTable caption={text.ofYears} columns={columnsOf(list, ask)} rows={list} keyOf={({ name }) => name} />
      )}
      {requested.value !== null && <Outcome requested={requested.value} />}
      <MakeRelease year={year} per={per} releases={list} />
    </section>
  );
}

async function outcomeOf(of: string, what: "verified" | "compared", lang: Language): Promise<Requested> {
  const path = `/v1/releases/${of}`;
  return what === "verified"
    ? { of, what, body: (await get<ReleaseVerification>(path, { verify: "true" }, lang)).body }
    : { of, what, body: (await get<ReleaseDifferences>(`${path}/differences`, {}, lang)).body };
}

function Outcome({ requested }: { readonly requested: Requested }) {
  const text = texts.value;
  return (
    <div class="card" role="status">
      {requested.what === "asking" && <p>{text.releases.asking}</p>}
      {requested.what === "failed" && <p class="failure">{fill(text.failed, { message: requested.message })}</p>}
      {requested.what === "verified" && <ReleaseCheck verified={requested.body} />}
      {requested.what === "compared" && <ReleaseChanges compared={requested.body} />}
    </div>
  );
}

function columnsOf(
  releases: readonly Release[],
  ask: (of: string, what: "verified" | "compared") => Promise<void>,
): readonly Column<Release>[] {
  const { releases: text, pers, unit } = texts.value;
  const written = figures.value;
  return [
    { title: text.name, cell: ({ name }) => <a href={`./v1/releases/${name}`}>{name}</a> },
    { title: text.year, cell: ({ year }) => <a href={addressWith({ year: String(year) })}>{year}</a> },
    { title: unit, cell: ({ per }) => pers[per] },
    { title: text.madeAt, cell: ({ recordedAt }) => written.instant(new Date(recordedAt)) },
    { title: text.standing, cell: (release) => stateOf(release, releases) },
    { title: text.forms, cell: (release) => <StoredForms release={release} /> },
    {
      title: text.check,
      cell: ({ name }) => (
        <div class="actions">
          <button type="button" aria-label={fill(text.verifyOf, { name })} onClick={() => void ask(name, "verified")}>
            {text.verify}
          </button>
          <button type="button" aria-label={fill(text.changesOf, { name })} onClick={() => void ask(name, "compared")}>
            {text.changes}
          </button>
        </div>
      ),
    },
  ];
}

function stateOf({ supersedes, supersededBy, reason }: Release, releases: readonly Release[]): string {
  const text = texts.value.releases;
  // A predecessor may be named by its number.
  const before = releases.find(({ name, number }) => supersedes === name || supersedes === String(number))?.name ?? supersedes;
  const parts = [
    supersededBy === undefined ? text.current : fill(text.replaced, { name: supersededBy }),
    ...(before === undefined ? [] : [fill(text.replaces, { name: before, reason: reason ?? "" })]),
  ];
  return parts.join("; ");
}

/** The bytes that are kept, by form. */
function StoredForms({ release: { name, forms } }: { readonly release: Release }) {
  const isUnsaved = useSignal(false);
  const save = (form: string) => {
    const [format = "", lang] = form.split("-");
    isUnsaved.value = false;
    download(addressOf(`/v1/releases/${name}`, { format, lang }), `${name}${lang === undefined ? "" : ` (${lang})`}.${format}`).catch(
      () => (isUnsaved.value = true),
    );
  };
  return (
    <div class="actions">
      {forms.map((form) => (
        <button type="button" key={form} onClick={() => save(form)}>
          {formName(form)}
        </button>
      ))}
      {isUnsaved.value && (
        <span class="failure" role="alert">
          {texts.value.notSaved}
        </span>
      )}
    </div>
  );
}

function formName(form: string): string {
  const [format = "", lang] = form.split("-");
  return lang === undefined ? format.toUpperCase() : `${format.toUpperCase()} ${languageNames[lang as Language]}`;
}
