/** A chart of Observable Plot within the page. */
import { useEffect, useRef } from "preact/hooks";
import { language } from "../state/language.ts";

/** Draws at a width in CSS pixels; gives an SVG element. */
export interface Draw {
  (width: number): Element;
  /** What is drawn, as a text: the chart is drawn anew when it changes, and not with every cut that leaves it as it is. */
  readonly version: string;
}

/** A chart of these data, which `draw` depends on alone. What writes numbers and names follows the language. */
export function chartOf(data: unknown, draw: (width: number) => Element): Draw {
  return Object.assign(draw, { version: `${language.value} ${JSON.stringify(data)}` });
}

interface PlotFigureProps {
  readonly draw: Draw;
  /** What the chart shows, for those who do not see it; its table holds the values. */
  readonly label: string;
}

/** That of a sheet of A4 between its margins: what was drawn for a screen would be too small to read there. */
const sheetWidth = 680;

/**
 * Draws anew when the version or the width changes, in a task of its own, and for print at the width of a sheet, whether it is seen or not. The rules that Plot writes into its charts stand in the page's own sheet, as its policy asks. A
 * chart with links is a group, whose links are reached by keyboard; one without is an image.
 */
export function PlotFigure({ draw, label }: PlotFigureProps) {
  const place = useRef<HTMLDivElement>(null);
  const latest = useRef({ draw, label });
  latest.current = { draw, label };
  const show = () => drawAt(place.current?.clientWidth ?? 0);
  const drawAt = (width: number) => {
    const element = place.current;
    if (element === null || width === 0) return;
    const chart = latest.current.draw(width);
    for (const style of chart.querySelectorAll("style")) style.remove();
    // Plot names its groups, which have no role that could be named.
    for (const group of chart.querySelectorAll("g[aria-label]")) group.removeAttribute("aria-label");
    const links = chart.querySelectorAll<SVGAElement>("a");
    for (const link of links) nameLink(link);
    chart.setAttribute("role", links.length > 0 ? "group" : "img");
    chart.setAttribute("aria-label", latest.current.label);
    const focused =
      document.activeElement instanceof SVGAElement && element.contains(document.activeElement) ? document.activeElement : null;
    element.replaceChildren(chart);
    if (focused !== null) focusSame(chart, focused);
  };
  useEffect(() => {
    const task = setTimeout(show);
    return () => clearTimeout(task);
  }, [draw.version, label]);
  useEffect(() => {
    const observer = new ResizeObserver(show);
    if (place.current !== null) observer.observe(place.current);
    const showPrinted = () => drawAt(sheetWidth);
    addEventListener("beforeprint", showPrinted);
    addEventListener("afterprint", show);
    return () => {
      observer.disconnect();
      removeEventListener("beforeprint", showPrinted);
      removeEventListener("afterprint", show);
    };
  }, []);
  return <div class="chart" ref={place} />;
}

/** A link of a chart is called what its tip says. */
function nameLink(link: SVGAElement): void {
  const title = link.querySelector("title")?.textContent ?? "";
  if (title !== "") link.setAttribute("aria-label", title);
}

/** A chart that is drawn anew keeps the reader's place. */
function focusSame(chart: Element, link: SVGAElement): void {
  const address = link.href.baseVal;
  [...chart.querySelectorAll<SVGAElement>("a")].find(({ href }) => href.baseVal === address)?.focus({ preventScroll: true });
}
