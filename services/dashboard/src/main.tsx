/** The page: its frame, and the view that its address names. */
import { effect } from "@preact/signals";
import { render } from "preact";
import { Suspense, lazy } from "preact/compat";
import { isOpenAudience } from "./data/audience.ts";
import { followLog } from "./data/cut.ts";
import { completeSignIn } from "./data/sign-in.ts";
import { followAddress, page } from "./state/page-state.ts";
import { language } from "./state/language.ts";
import { followTheme } from "./state/theme.ts";
import { loadTexts, texts } from "./text/texts.ts";
import { Frame } from "./views/frame.tsx";
import { Overview } from "./views/overview.tsx";

const Open = lazy(() => import("./views/open.tsx"));
const lazyViews = {
  explore: lazy(() => import("./views/explore.tsx")),
  signals: lazy(() => import("./views/signals.tsx")),
  programmes: lazy(() => import("./views/programmes.tsx")),
  riskmap: lazy(() => import("./views/riskmap.tsx")),
  claims: lazy(() => import("./views/claims.tsx")),
  unit: lazy(() => import("./views/unit.tsx")),
  year: lazy(() => import("./views/year.tsx")),
  desk: lazy(() => import("./views/desk.tsx")),
  explain: lazy(() => import("./views/explain.tsx")),
};

function View() {
  if (isOpenAudience.value) {
    return (
      <Suspense fallback={<p role="status">{texts.value.loading}</p>}>
        <Open />
      </Suspense>
    );
  }
  if (page.value === "overview") return <Overview />;
  const Shown = lazyViews[page.value];
  return (
    <Suspense fallback={<p role="status">{texts.value.loading}</p>}>
      <Shown />
    </Suspense>
  );
}

await completeSignIn();
await loadTexts(language.value);
effect(() => {
  document.documentElement.lang = language.value;
  void loadTexts(language.value);
});
followAddress();
followTheme();
const place = document.getElementById("page");
if (place !== null) {
  place.replaceChildren();
  render(
    <Frame>
      <View />
    </Frame>,
    place,
  );
}
void followLog();
