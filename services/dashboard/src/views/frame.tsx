/** What stands around every view: name, pages, language, colours, how far the figures follow, token. */
import type { ComponentChildren } from "preact";
import { isOpenAudience } from "../data/audience.ts";
import { following, watermark } from "../data/cut.ts";
import { isMadeUp } from "../data/made-up.ts";
import { isTokenWanted } from "../data/token.ts";
import { chooseLanguage, language, languageNames } from "../state/language.ts";
import { addressOfPage, addressWith, page, state } from "../state/page-state.ts";
import { chooseTheme, theme, themes } from "../state/theme.ts";
import { figures } from "../text/figures.ts";
import { fill, texts } from "../text/texts.ts";
import { SignInButton, SignInFailure } from "./sign-in.tsx";
import { TokenForm } from "./token-form.tsx";

/** All that there is without a token. */
const openLinks = ["overview"] as const;
const pageLinks = ["overview", "explore", "signals", "programmes", "riskmap", "claims", "year", "desk"] as const;

export function Frame({ children }: { readonly children: ComponentChildren }) {
  const text = texts.value;
  return (
    <>
      <a class="skip" href="#content">
        {text.skip}
      </a>
      <header>
        <div>
          <h1>
            Qorgau <span lang="kk">Еңбекті қорғау</span>
          </h1>
          <p>{text.subtitle}</p>
        </div>
        <div class="choices">
          <div role="group" aria-label={text.language}>
            {(["kk", "ru", "en"] as const).map((code) => (
              <button type="button" key={code} lang={code} aria-pressed={language.value === code} onClick={() => chooseLanguage(code)}>
                {languageNames[code]}
              </button>
            ))}
          </div>
          <label>
            <span class="visually-hidden">{text.theme.label}</span>
            <select
              value={theme.value}
              onChange={(event) => chooseTheme(themes.find((name) => name === event.currentTarget.value) ?? "auto")}
            >
              {themes.map((name) => (
                <option key={name} value={name}>
                  {text.theme.label}: {text.theme[name]}
                </option>
              ))}
            </select>
          </label>
          <SignInButton />
        </div>
      </header>
      <nav aria-label={text.pagesLabel}>
        {(isOpenAudience.value ? openLinks : pageLinks).map((name) => (
          <a
            key={name}
            href={addressOfPage(name === "overview" ? {} : { page: name })}
            aria-current={page.value === name || isOpenAudience.value ? "page" : undefined}
          >
            {text.pages[name]}
          </a>
        ))}
        {isOpenAudience.value && !isTokenWanted.value && (
          <button type="button" onClick={() => (isTokenWanted.value = true)}>
            {text.open.haveToken}
          </button>
        )}
      </nav>
      {isMadeUp && (
        <p class="made-up" role="note">
          {text.madeUp}
        </p>
      )}
      <State />
      <SignInFailure />
      {isTokenWanted.value && <TokenForm />}
      <main id="content" tabIndex={-1}>
        {children}
      </main>
      <section class="note reading">
        <h2>{text.readingTitle}</h2>
        <p>{isOpenAudience.value ? text.open.reading : text.reading}</p>
      </section>
      <footer>
        <a href="./docs">{text.documentation}</a>
        <a href="./openapi.json">OpenAPI</a>
        {!isOpenAudience.value && <a href="./v1/status">{text.pipeline}</a>}
        <a href="./v1/rules">{text.rules}</a>
      </footer>
    </>
  );
}

/** How far the figures follow the log, by shape and words. */
function State() {
  const text = texts.value;
  const { state: known, behind, newest, stoppedSince } = following.value;
  if (isOpenAudience.value && known !== "stopped") {
    return (
      <p class="state" role="status">
        {watermark.value === null || watermark.value === "" ? "" : fill(text.open.state, { batch: watermark.value })}
      </p>
    );
  }
  if (state.value.asOf !== undefined && !isOpenAudience.value) {
    return (
      <p class="state" data-follow="past" role="status">
        {fill(text.asOf, { asOf: state.value.asOf })} <a href={addressWith({ asOf: undefined })}>{text.toLive}</a>
      </p>
    );
  }
  if (watermark.value === "" || known === "loading") return <p class="state" role="status" />;
  const time = known === "stopped" ? (stoppedSince?.toLocaleTimeString() ?? "") : newest === null ? "" : figures.value.instant(newest);
  return (
    <p class="state" data-follow={known} role="status">
      {fill(text[known], { watermark: watermark.value ?? "", count: figures.value.count(behind), time })}
    </p>
  );
}
