// @ts-check
/** Drawings: the interval beside a rate, and the lines of the months. */

/** @typedef {import("./questions.js").Row} Row */

const namespace = "http://www.w3.org/2000/svg";

/**
 * @param {string} name
 * @param {Readonly<Record<string, string | number>>} attributes
 * @param {readonly (Node | string)[]} [children]
 */
function draw(name, attributes, children = []) {
  const element = document.createElementNS(namespace, name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, String(value));
  element.append(...children);
  return element;
}

const markWidth = 100;
const markHeight = 16;

/**
 * The interval as a line, the rate as a dot, the national rate as a bar. It repeats what the cells beside it say.
 * @param {Row} row
 * @param {{ national: number | null, highest: number }} scale
 * @returns {Element[]}
 */
export function intervalMark({ rate, lower, upper }, { national, highest }) {
  if (rate === null || lower === null || upper === null || highest === 0) return [];
  const x = (/** @type {number} */ value) => Math.min(value / highest, 1) * (markWidth - 8) + 4;
  const middle = markHeight / 2;
  const bar = national === null ? [] : [draw("line", { class: "national", x1: x(national), x2: x(national), y1: 0, y2: markHeight })];
  const whisker = draw("line", { class: "whisker", x1: x(lower), x2: x(upper), y1: middle, y2: middle });
  const dot = draw("circle", { class: "dot", cx: x(rate), cy: middle, r: 3.5 });
  return [draw("svg", { class: "mark", width: markWidth, height: markHeight, "aria-hidden": "true" }, [...bar, whisker, dot])];
}

/**
 * The months from `first` to `last`, both included.
 * @param {string} last YYYY-MM
 * @param {number} length
 */
export function monthsUntil(last, length) {
  const year = Number(last.slice(0, 4));
  const month = Number(last.slice(5, 7));
  return Array.from({ length }, (_, index) => new Date(Date.UTC(year, month - length + index, 1)).toISOString().slice(0, 7));
}

const chartHeight = 130;
const margin = { left: 44, right: 8, top: 10, bottom: 22 };

/**
 * @param {readonly number[]} values
 * @param {number} highest
 * @param {number} chartWidth
 */
function pointsOf(values, highest, chartWidth) {
  const width = chartWidth - margin.left - margin.right;
  const height = chartHeight - margin.top - margin.bottom;
  return values.map((value, index) => {
    const x = margin.left + (values.length === 1 ? 0 : (index / (values.length - 1)) * width);
    return { x, y: margin.top + height - (value / highest) * height };
  });
}

/**
 * @param {readonly string[]} labels
 * @param {readonly { x: number, y: number }[]} points
 * @param {number} labelsMax
 */
function monthLabels(labels, points, labelsMax) {
  const step = Math.max(1, Math.ceil(labels.length / labelsMax));
  return points.flatMap(({ x }, index) => {
    const last = index === points.length - 1;
    if ((points.length - 1 - index) % step !== 0) return [];
    const anchor = last ? "end" : index === 0 ? "start" : "middle";
    return [draw("text", { x, y: chartHeight - 6, "text-anchor": anchor }, [labels[index] ?? ""])];
  });
}

/**
 * @param {readonly { x: number, y: number }[]} points
 * @param {string} kind
 */
function lineThrough(points, kind) {
  return draw("polyline", { class: kind, points: points.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ") });
}

/**
 * One line over the months, from zero upwards; its last piece is dashed while the last month is not over.
 * @param {{ title: string, description: string, kind: string, labels: readonly string[], values: readonly number[], unfinished: boolean, width: number, format: (count: number) => string }} series
 */
export function monthLine({ title, description, kind, labels, values, unfinished, width, format }) {
  const highest = Math.max(...values, 1);
  const points = pointsOf(values, highest, width);
  const bottom = chartHeight - margin.bottom;
  const axis = draw("line", { class: "axis", x1: margin.left, x2: width - margin.right, y1: bottom, y2: bottom });
  const limits = [
    draw("text", { x: margin.left - 6, y: margin.top + 5, "text-anchor": "end" }, [format(highest)]),
    draw("text", { x: margin.left - 6, y: bottom, "text-anchor": "end" }, ["0"]),
  ];
  const whole = lineThrough(unfinished ? points.slice(0, -1) : points, "line");
  const rest = unfinished ? [lineThrough(points.slice(-2), "line unfinished")] : [];
  const dots = points.map(({ x, y }, index) =>
    draw("circle", { class: "dot", cx: x, cy: y, r: values.length > 24 ? 2 : 3.5 }, [
      draw("title", {}, [`${labels[index] ?? ""}: ${format(values[index] ?? 0)}`]),
    ]),
  );
  const parts = [axis, ...limits, ...monthLabels(labels, points, Math.floor(width / 120)), whole, ...rest, ...dots];
  const picture = draw("svg", { viewBox: `0 0 ${width} ${chartHeight}`, role: "img", "aria-label": description, class: kind }, parts);
  const figure = document.createElement("figure");
  const caption = document.createElement("figcaption");
  caption.textContent = title;
  figure.append(caption, picture);
  return figure;
}
