/** Freezes the year that is shown under a name, after a step that asks whether it is meant. */
import { useSignal } from "@preact/signals";
import type { AnnualPer } from "@qorgau/schemas/responses/annual-rollup";
import type { Release } from "@qorgau/schemas/responses/releases";
import { useId } from "preact/hooks";
import { failureOf, request } from "../../data/get.ts";
import { isTokenWanted, TokenWanted } from "../../data/token.ts";
import { language } from "../../state/language.ts";
import { state } from "../../state/page-state.ts";
import { fill, texts } from "../../text/texts.ts";

interface MakeReleaseProps {
  readonly year: number;
  readonly per: AnnualPer;
  readonly releases: readonly Release[];
}

/** What is asked for, before and after it is confirmed. */
interface Wish {
  readonly name: string;
  readonly supersedes?: string;
  readonly reason?: string;
}

type Step =
  | { readonly at: "asked" }
  | { readonly at: "confirming" | "sending"; readonly wish: Wish }
  | { readonly at: "made" | "there"; readonly name: string }
  | { readonly at: "refused"; readonly message: string };

export function MakeRelease({ year, per, releases }: MakeReleaseProps) {
  const text = texts.value.releases;
  const step = useSignal<Step>({ at: "asked" });
  const make = async (wish: Wish) => {
    step.value = { at: "sending", wish };
    step.value = await stepAfter({ ...wish, year, per, asOf: state.value.asOf }).catch((error: unknown): Step => {
      if (!(error instanceof TokenWanted)) return { at: "refused", message: (error as Error).message };
      isTokenWanted.value = true;
      return { at: "refused", message: texts.value.tokenAbove };
    });
  };
  return (
    <details class="card">
      <summary>{fill(text.make, { year })}</summary>
      <p>{text.makeLead}</p>
      {step.value.at === "confirming" || step.value.at === "sending" ? (
        <Confirmation
          year={year}
          wish={step.value.wish}
          isSending={step.value.at === "sending"}
          make={make}
          cancel={() => (step.value = { at: "asked" })}
        />
      ) : (
        <WishForm year={year} releases={releases} next={(wish) => (step.value = { at: "confirming", wish })} />
      )}
      <div role="status">
        {step.value.at === "made" && <p>{fill(text.made, { name: step.value.name })}</p>}
        {step.value.at === "there" && <p>{fill(text.there, { name: step.value.name })}</p>}
        {step.value.at === "refused" && <p class="failure">{fill(text.refused, { message: step.value.message })}</p>}
      </div>
    </details>
  );
}

async function stepAfter(body: Readonly<Record<string, unknown>>): Promise<Step> {
  const response = await request("/v1/releases", {
    method: "POST",
    headers: { "content-type": "application/json", "accept-language": language.value },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw await failureOf(response);
  const { name } = (await response.json()) as Release;
  return { at: response.status === 201 ? "made" : "there", name };
}

interface WishFormProps {
  readonly year: number;
  readonly releases: readonly Release[];
  readonly next: (wish: Wish) => void;
}

function WishForm({ year, releases, next }: WishFormProps) {
  const { releases: text } = texts.value;
  const hint = useId();
  const before = useSignal("");
  const replaceable = releases.filter((release) => release.year === year && release.supersededBy === undefined);
  return (
    <form
      class="controls"
      onSubmit={(event) => {
        event.preventDefault();
        const given = new FormData(event.currentTarget);
        const textOf = (name: string) => {
          const entry = given.get(name);
          return typeof entry === "string" ? entry.trim() : "";
        };
        next({
          name: textOf("name"),
          ...(before.value === "" ? {} : { supersedes: before.value, reason: textOf("reason") }),
        });
      }}
    >
      <label>
        {text.newName}
        <input
          name="name"
          required
          pattern={String.raw`[a-z][a-z0-9\-]{0,63}`}
          autocomplete="off"
          spellcheck={false}
          aria-describedby={hint}
        />
      </label>
      {replaceable.length > 0 && (
        <label>
          {text.supersedes}
          <select value={before.value} onChange={(event) => (before.value = event.currentTarget.value)}>
            <option value="">{text.nothing}</option>
            {replaceable.map(({ name }) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
      )}
      {before.value !== "" && (
        <label>
          {text.reason}
          <input name="reason" required maxLength={1000} />
        </label>
      )}
      <button type="submit">{text.goOn}</button>
      <p class="note" id={hint}>
        {fill(text.nameHint, { year })}
      </p>
    </form>
  );
}

interface ConfirmationProps {
  readonly year: number;
  readonly wish: Wish;
  readonly isSending: boolean;
  readonly make: (wish: Wish) => Promise<void>;
  readonly cancel: () => void;
}

function Confirmation({ year, wish, isSending, make, cancel }: ConfirmationProps) {
  const text = texts.value.releases;
  return (
    <div role="group" aria-label={text.title}>
      <p>
        <strong>{fill(text.confirm, { year, name: wish.name })}</strong>
        {wish.supersedes !== undefined && ` ${fill(text.replaces, { name: wish.supersedes, reason: wish.reason ?? "" })}`}
      </p>
      <div class="controls">
        <button type="button" disabled={isSending} onClick={() => void make(wish)}>
          {text.confirmed}
        </button>
        <button type="button" disabled={isSending} onClick={cancel}>
          {text.cancel}
        </button>
      </div>
    </div>
  );
}
