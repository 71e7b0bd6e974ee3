/** Saves tables that the API makes, and pictures of charts. */
import { request } from "../data/get.ts";

/** Saves what the page has made itself. */
export function save(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** By `fetch`, since a link sends no token. Throws where the API refuses. */
export async function download(address: string, name: string): Promise<void> {
  const response = await request(address, { headers: { accept: "*/*" } });
  if (!response.ok) throw new Error(`answered ${response.status}`);
  save(await response.blob(), name.replaceAll(/[\\/:*?"<>|]/g, " "));
}

const margin = 16;
const titleHeight = 36;
const lineHeight = 15;
const noteFont = { "font-family": "sans-serif", "font-size": 11 } as const;
/** Of a picture's pixel to one of the page: legible in print. */
const scale = 2;

const styleNames = [
  "fill",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-opacity",
  "fill-opacity",
  "opacity",
  "font-family",
  "font-size",
  "font-weight",
  "text-anchor",
  "color",
];

/** A copy whose look does not depend on the page's sheet. */
function standAlone(chart: SVGSVGElement): SVGSVGElement {
  const copy = chart.cloneNode(true) as SVGSVGElement;
  const from = [chart, ...chart.querySelectorAll("*")];
  const to = [copy, ...copy.querySelectorAll("*")];
  from.forEach((element, place) => {
    const computed = getComputedStyle(element);
    for (const name of styleNames) (to[place] as SVGElement).style.setProperty(name, computed.getPropertyValue(name));
  });
  return copy;
}

function svgElement(name: string, attributes: Readonly<Record<string, string | number>>, text = ""): SVGElement {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.textContent = text;
  return element;
}

interface Framed {
  readonly svg: SVGElement;
  readonly width: number;
  readonly height: number;
}

/** The chart with its title above, and below it the legend, the notes (attributions too) and the source of its figure. */
function framed(chart: SVGSVGElement, figure: Element, title: string, source: string): Framed {
  // Not as it is seen: a chart whose table is shown instead is saved as well.
  const inner = chart.width.baseVal.value;
  const innerHeight = chart.height.baseVal.value;
  const width = inner + 2 * margin;
  const { color: ink } = getComputedStyle(document.body);
  const below: SVGElement[] = [];
  let bottom = titleHeight + innerHeight + margin / 2;
  for (const legend of figure.querySelectorAll(".legend")) {
    below.push(...legendAt(legend, margin, bottom, ink));
    bottom += legend.getBoundingClientRect().height + margin / 2;
  }
  const notes = [...figure.querySelectorAll("p.note")].map(({ textContent }) => textContent);
  for (const line of [...notes, source].flatMap((text) => linesOf(text, inner))) {
    bottom += lineHeight;
    below.push(svgElement("text", { x: margin, y: bottom, fill: ink, ...noteFont }, line));
  }
  const height = bottom + margin;
  const svg = svgElement("svg", { xmlns: "http://www.w3.org/2000/svg", width, height, viewBox: `0 0 ${width} ${height}` });
  const copy = standAlone(chart);
  for (const [name, value] of Object.entries({ x: margin, y: titleHeight, width: inner, height: innerHeight }))
    copy.setAttribute(name, String(value));
  svg.append(
    svgElement("rect", { width: "100%", height: "100%", fill: getComputedStyle(figure).backgroundColor }),
    svgElement("text", { x: margin, y: 24, fill: ink, "font-family": "sans-serif", "font-size": 16, "font-weight": 600 }, title),
    copy,
    ...below,
  );
  return { svg, width, height };
}

/** The entries of a legend where they stand in the page, its top left corner put at a place of the picture. */
function legendAt(legend: Element, left: number, top: number, ink: string): SVGElement[] {
  const origin = legend.getBoundingClientRect();
  return [...legend.querySelectorAll("li")].flatMap((entry) => {
    const box = entry.getBoundingClientRect();
    const [x, y] = [left + box.left - origin.left, top + box.top - origin.top];
    const mark = entry.firstElementChild;
    const markWidth = mark === null ? 0 : mark.getBoundingClientRect().width + 6;
    const label = entry.textContent.slice(mark?.textContent.length ?? 0).trim();
    return [...markAt(mark, x, y), svgElement("text", { x: x + markWidth, y: y + 14, fill: ink, ...noteFont }, label)];
  });
}

/** A shade is a square; the shape of a line's points is a sign of the text. */
function markAt(mark: Element | null, x: number, y: number): SVGElement[] {
  if (mark === null) return [];
  const { color, backgroundColor } = getComputedStyle(mark);
  if (mark.textContent !== "") return [svgElement("text", { x, y: y + 14, fill: color, ...noteFont }, mark.textContent)];
  const { width, height } = mark.getBoundingClientRect();
  return [svgElement("rect", { x, y: y + 2, width, height, fill: backgroundColor })];
}

/** A text in lines that fit the width in pixels. */
function linesOf(text: string, width: number): string[] {
  const context = document.createElement("canvas").getContext("2d");
  if (context === null) return [text];
  context.font = `${noteFont["font-size"]}px ${noteFont["font-family"]}`;
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && context.measureText(longer).width <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** Saves a chart with the title, legend, notes and source of its figure. */
export async function savePicture(
  chart: SVGSVGElement,
  { figure, title, source, format }: { figure: Element; title: string; source: string; format: "svg" | "png" },
): Promise<void> {
  const { svg, width, height } = framed(chart, figure, title, source);
  const blob = new Blob([new XMLSerializer().serializeToString(svg)], { type: "image/svg+xml" });
  const name = `${title.replaceAll(/[\\/:*?"<>|]/g, " ")}.${format}`;
  if (format === "svg") return save(blob, name);
  const address = URL.createObjectURL(blob);
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = Math.ceil(width * scale);
    canvas.height = Math.ceil(height * scale);
    const context = canvas.getContext("2d");
    context?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const png = await new Promise<Blob | null>((resolve) => {
      canvas.toBlob(resolve, "image/png");
    });
    if (png !== null) save(png, name);
  } finally {
    URL.revokeObjectURL(address);
  }
}
