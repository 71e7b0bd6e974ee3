/** A chart of Observable Plot within the page. */
import { useEffect, useRef } from "preact/hooks";

/** Width in CSS pixels to draw at; gives an SVG element. */
export type Draw = (width: number) => Element;

interface PlotFigureProps {
  readonly draw: Draw;
  /** What the chart shows, for those who do not see it; its table holds the values. */
  readonly label: string;
}

/**
 * Draws anew when `draw` or the width changes. The rules that Plot writes into its charts stand in the page's own sheet, as its policy asks. A
 * chart with links is a group, whose links are reached by keyboard; one without is an image.
 */
export function PlotFigure({ draw, label }: PlotFigureProps) {
  const place = useRef<HTMLDivElement>(null);
  const latest = useRef({ draw, label });
  latest.current = { draw, label };
  const show = () => {
    const element = place.current;
    if (element === null || element.clientWidth === 0) return;
    const chart = latest.current.draw(element.clientWidth);
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
  useEffect(show, [draw, label]);
  useEffect(() => {
    const observer = new ResizeObserver(show);
    if (place.current !== null) observer.observe(place.current);
    return () => observer.disconnect();
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
