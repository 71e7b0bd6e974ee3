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
const sourceHeight = 28;
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

/** The chart with its title above and its source below. */
function framed(
  chart: SVGSVGElement,
  title: string,
  source: string,
): { readonly svg: SVGElement; readonly width: number; readonly height: number } {
  const { width: inner, height: innerHeight } = chart.getBoundingClientRect();
  const width = inner + 2 * margin;
  const height = innerHeight + titleHeight + sourceHeight + margin;
  const svg = svgElement("svg", { xmlns: "http://www.w3.org/2000/svg", width, height, viewBox: `0 0 ${width} ${height}` });
  const { color: ink } = getComputedStyle(document.body);
  const copy = standAlone(chart);
  copy.setAttribute("x", String(margin));
  copy.setAttribute("y", String(titleHeight));
  copy.setAttribute("width", String(inner));
  copy.setAttribute("height", String(innerHeight));
  svg.append(
    svgElement("rect", {
      width: "100%",
      height: "100%",
      fill: getComputedStyle(chart.closest(".figure") ?? document.body).backgroundColor,
    }),
    svgElement("text", { x: margin, y: 24, fill: ink, "font-family": "sans-serif", "font-size": 16, "font-weight": 600 }, title),
    copy,
    svgElement("text", { x: margin, y: height - 12, fill: ink, "font-family": "sans-serif", "font-size": 11 }, source),
  );
  return { svg, width, height };
}

/** Saves a chart with its title and source, as it is seen. */
export async function savePicture(
  chart: SVGSVGElement,
  { title, source, format }: { title: string; source: string; format: "svg" | "png" },
): Promise<void> {
  const { svg, width, height } = framed(chart, title, source);
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
