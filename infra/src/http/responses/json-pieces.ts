/** JSON text in pieces of some kilobytes: together what JSON.stringify gives, byte for byte, without its holding the event loop. */

/** So deep lie the elements of the longest lists there are (`records[].statements[]`); what is within one is text in one go. */
const depthMax = 4;
const pieceLength = 16_384;

/** Takes plain data: objects, arrays and what JSON has. A piece has 16,384 characters or more, the last one fewer. */
export function* jsonPieces(value: object): Generator<string, void> {
  let piece = "";
  for (const text of texts(value, 0)) {
    piece += text;
    if (piece.length < pieceLength) continue;
    yield piece;
    piece = "";
  }
  if (piece !== "") yield piece;
}

function* texts(value: unknown, depth: number): Generator<string, void> {
  if (depth >= depthMax || typeof value !== "object" || value === null || isFlat(value)) {
    yield JSON.stringify(value) ?? "null";
    return;
  }
  yield* Array.isArray(value) ? ofArray(value, depth) : ofObject(value as Record<string, unknown>, depth);
}

function* ofArray(values: readonly unknown[], depth: number): Generator<string, void> {
  yield "[";
  for (let place = 0; place < values.length; place += 1) {
    if (place > 0) yield ",";
    yield* texts(values[place], depth + 1);
  }
  yield "]";
}

function* ofObject(object: Readonly<Record<string, unknown>>, depth: number): Generator<string, void> {
  yield "{";
  let isFirst = true;
  for (const name of Object.keys(object)) {
    const value = object[name];
    if (value === undefined) continue;
    yield `${isFirst ? "" : ","}${JSON.stringify(name)}:`;
    isFirst = false;
    yield* texts(value, depth + 1);
  }
  yield "}";
}

/** Most rows: they hold no further lists, so that they are text at once. */
function isFlat(value: object): boolean {
  if (Array.isArray(value)) return value.length === 0;
  for (const name of Object.keys(value)) {
    const member = (value as Record<string, unknown>)[name];
    if (typeof member === "object" && member !== null) return false;
  }
  return true;
}
