/** How the lines of a chart are told apart: by the shape of their points as well as by colour. The names of both stand in a legend. */

export interface LineStyle {
  /** A colour of the sheet. */
  readonly colour: string;
  /** The shape of its points, as Plot calls it. */
  readonly symbol: "circle" | "square" | "triangle" | "diamond" | "star" | "cross";
  /** The same shape as a character. */
  readonly glyph: string;
}

const shapes = [
  ["circle", "●"],
  ["square", "■"],
  ["triangle", "▲"],
  ["diamond", "◆"],
  ["star", "★"],
  ["cross", "✚"],
] as const;

export const lineStyles: readonly LineStyle[] = shapes.map(([symbol, glyph], place) => ({
  colour: `var(--line-${place + 1})`,
  symbol,
  glyph,
}));

/** More lines than this are not told apart. */
export const linesMax = lineStyles.length;
