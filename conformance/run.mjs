/**
 * Holds a server to the contract of Qorgau: sends the requests of the data files in `cases`, and compares what comes back with what they expect.
 * One file for Node 20 or newer, without dependencies: the folder can be copied away. README.md beside it describes the data files.
 */
import { createHash, createPublicKey, verify } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual, parseArgs } from "node:util";

const help = `Usage: node run.mjs --url URL [options] [FILE...]

Sends made-up statements to the server, reads acknowledgements and figures, and compares them with the data files (those of the folder
"cases" beside this program, unless files are named). What it sends stays in the server's log for ever: take one that is for trying out.

Options:
  --url URL          the server, such as http://127.0.0.1:8080
  --token TOKEN      shown as Authorization: Bearer; otherwise the environment's QORGAU_TOKEN. It sends for every source, reads figures and
                     cases, and makes releases
  --empty            the server holds no statement yet: runs the cases that need that, too
  --only TEXT        only cases whose name (file/case) holds this text; may be given several times
  --set NAME=VALUE   another value of a variable of the data files, such as run=first for its name; may be given several times
  --parallel N       cases of one file that run beside each other (default: 4)
  --timeout SECONDS  how long a request may be answered 503 or 429 before that is its answer, and how long an event of a stream is waited
                     for (default: 120)
  --json             one JSON document in place of lines (TAP 14)
  --help             this text

Exit codes: 0 every case holds; 1 one or more do not; 2 wrong arguments or data files; 3 the server does not become ready.
`;

class UsageError extends Error {}

/** Twelve digits of the form of an IIN whose check digit does not hold, so that they are nobody's. They are accepted with a warning. */
function madeUpIin() {
  const birth = new Date(Date.UTC(1960, 0, 1 + Math.floor(Math.random() * 14_000)));
  const first = birth.toISOString().slice(2, 10).replaceAll("-", "") + "3" + String(Math.floor(Math.random() * 10_000)).padStart(4, "0");
  const sumOf = (weights) => weights.reduce((sum, weight, place) => sum + weight * Number(first[place]), 0) % 11;
  const weights = Array.from({ length: 11 }, (_, place) => place + 1);
  const sum = sumOf(weights);
  const check = sum === 10 ? sumOf([...weights.slice(2), 1, 2]) : sum;
  return first + String((check + 1) % 10);
}

/** Variables of one run: its sources and names are its own, so that runs on one server do not meet. */
function variablesOfRun(given) {
  const set = given.map((pair) => /^([\w-]+)=(.*)$/su.exec(pair)?.slice(1) ?? [pair]);
  const wrong = set.find((pair) => pair.length !== 2);
  if (wrong !== undefined) throw new UsageError(`--set is NAME=VALUE, not ${wrong[0]}.`);
  const run = new Map(set).get("run") ?? `r${Date.now().toString(36)}`;
  // The calendar of Kazakhstan.
  const today = new Date(Date.now() + 5 * 3_600_000).toISOString().slice(0, 10);
  const sources = ["enterprise", "enterprise-b", "insurer", "statistics", "statistics-b"].map((name) => [
    name,
    `urn:qorgau-conformance:${run}:${name}`,
  ]);
  const people = ["iin-a", "iin-b", "iin-c"].map((name) => [name, madeUpIin()]);
  return new Map([["run", run], ...sources, ...people, ["today", today], ["year", today.slice(0, 4)], ...set]);
}

function readArguments(words) {
  let parsed;
  try {
    parsed = parseArgs({
      args: words,
      allowPositionals: true,
      options: {
        url: { type: "string" },
        token: { type: "string" },
        empty: { type: "boolean", default: false },
        only: { type: "string", multiple: true, default: [] },
        set: { type: "string", multiple: true, default: [] },
        parallel: { type: "string", default: "4" },
        timeout: { type: "string", default: "120" },
        json: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    });
  } catch (error) {
    throw new UsageError(error.message);
  }
  const { values, positionals } = parsed;
  if (values.help) return { ...values, files: positionals };
  if (values.url === undefined || !URL.canParse(values.url)) throw new UsageError("Which server? Name it with --url http://host:port.");
  const timeoutMs = 1000 * Number(values.timeout);
  if (!(timeoutMs > 0)) throw new UsageError("--timeout is a number of seconds.");
  const parallel = Number(values.parallel);
  if (!Number.isInteger(parallel) || parallel < 1) throw new UsageError("--parallel is a number of cases.");
  const token = values.token ?? process.env.QORGAU_TOKEN;
  return { ...values, url: values.url.replace(/\/+$/, ""), token, parallel, timeoutMs, files: positionals };
}

async function readFiles(named) {
  const folder = join(dirname(fileURLToPath(import.meta.url)), "cases");
  const files =
    named.length > 0
      ? named
      : (await readdir(folder))
          .filter((name) => name.endsWith(".json"))
          .sort()
          .map((name) => join(folder, name));
  const read = [];
  for (const file of files) {
    let content;
    try {
      content = JSON.parse(await readFile(file, "utf8"));
    } catch (error) {
      throw new UsageError(`${file} cannot be read: ${error.message}`);
    }
    if (!Array.isArray(content.cases)) throw new UsageError(`${file} has no list "cases".`);
    const name = file
      .split(/[\\/]/)
      .at(-1)
      .replace(/\.json$/, "");
    read.push(...content.cases.map((one) => ({ ...one, file, name: `${name}/${one.id}`, templates: content.templates ?? {} })));
  }
  return read;
}

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** RFC 7396: members of the patch replace those of the target, objects are patched member by member, null takes a member away. */
function mergePatch(target, patch) {
  if (!isObject(patch)) return patch;
  const merged = isObject(target) ? { ...target } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete merged[name];
    else merged[name] = mergePatch(merged[name], value);
  }
  return merged;
}

/** Puts variables in: a text that is one variable alone gets its value as it is, any other text gets it as text. */
function fill(value, variables) {
  if (typeof value === "string") {
    const valueOf = (name) => {
      if (!variables.has(name)) throw new UsageError(`There is no variable ${name}.`);
      return variables.get(name);
    };
    const alone = /^\$\{([\w-]+)\}$/.exec(value);
    return alone === null ? value.replaceAll(/\$\{([\w-]+)\}/g, (_, name) => String(valueOf(name))) : valueOf(alone[1]);
  }
  if (Array.isArray(value)) return value.map((one) => fill(one, variables));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, fill(one, variables)]));
}

/** The event of a data file: by itself, or as a patch of a template. */
function eventOf({ $like, ...patch }, templates) {
  if ($like === undefined) return patch;
  if (!Object.hasOwn(templates, $like)) throw new UsageError(`There is no template ${$like}.`);
  return mergePatch(templates[$like], patch);
}

/** `$repeat` makes several of one; in each `${n}` is its number from 1, `${nn}` the same of two digits. */
function eventsOf(list, templates, variables) {
  return list.flatMap((entry) => {
    const { $repeat = null, ...one } = entry;
    const event = eventOf(one, templates);
    if ($repeat === null) return [fill(event, variables)];
    return Array.from({ length: $repeat }, (_, index) => {
      const number = String(index + 1);
      return fill(event, new Map([...variables, ["n", number], ["nn", number.padStart(2, "0")]]));
    });
  });
}

const mediaTypes = {
  event: "application/cloudevents+json",
  batch: "application/cloudevents-batch+json",
  lines: "application/x-ndjson",
  json: "application/json",
};

/** What is sent, with its media type; nothing where the request has no body. */
function bodyOf(request, templates, variables) {
  if (request.event !== undefined) return [mediaTypes.event, JSON.stringify(fill(eventOf(request.event, templates), variables))];
  if (request.batch !== undefined) return [mediaTypes.batch, JSON.stringify(eventsOf(request.batch, templates, variables))];
  if (request.lines !== undefined) {
    // A text among the events is a line as it stands.
    const lines = request.lines.flatMap((one) =>
      typeof one === "string" ? [fill(one, variables)] : eventsOf([one], templates, variables).map((event) => JSON.stringify(event)),
    );
    return [mediaTypes.lines, lines.join("\n")];
  }
  if (request.json !== undefined) return [mediaTypes.json, JSON.stringify(fill(request.json, variables))];
  return [undefined, request.text === undefined ? undefined : fill(request.text, variables)];
}

function requestOf({ request, expect }, { templates, variables, url, token, timeoutMs }) {
  const [mediaType, body] = bodyOf(request, templates, variables);
  const query = Object.entries(fill(request.query ?? {}, variables)).map(([name, value]) => [name, String(value)]);
  const search = query.length === 0 ? "" : `?${new URLSearchParams(query)}`;
  const headers = {
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(mediaType === undefined ? {} : { "content-type": mediaType }),
    ...fill(request.headers ?? {}, variables),
  };
  const method = request.method ?? (body === undefined ? "GET" : "POST");
  return {
    method,
    url: `${url}${fill(request.path, variables)}${search}`,
    headers,
    body,
    awaited: fill(expect?.status ?? 200, variables),
    timeoutMs,
  };
}

/** Asks again while the answer is 503 or 429, after the time that Retry-After names, until the deadline: figures follow the log. */
async function repeated({ awaited, timeoutMs }, ask) {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const response = await ask();
    const isForNow = [429, 503].includes(response.status) && response.status !== awaited;
    const waitMs = 1000 * Math.max(0.2, Number(response.headers.get("retry-after") ?? 1) || 0);
    if (!isForNow || Date.now() + waitMs > deadline) return response;
    await delay(waitMs);
  }
}

async function respond({ method, url, headers, body, timeoutMs }) {
  const response = await fetch(url, { method, headers, body, redirect: "manual", signal: AbortSignal.timeout(timeoutMs + 10_000) });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

function parsed({ headers, text }) {
  if (!/json/.test(headers.get("content-type") ?? "")) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The value at a JSON Pointer (RFC 6901); undefined where there is none. */
function valueAt(value, pointer) {
  const names = pointer
    .split("/")
    .slice(1)
    .map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"));
  return names.reduce((at, name) => (at === null || at === undefined ? undefined : at[name]), value);
}

/** `/pointer` is a value of the body, `text` the body as it came, `header NAME` a header; of `{at, match}` the first group of the pattern. */
function savedValue(where, response) {
  if (isObject(where)) return new RegExp(where.match, "u").exec(String(savedValue(where.at, response)))?.[1];
  if (where === "text") return response.text;
  if (where.startsWith("header ")) return response.headers.get(where.slice("header ".length));
  return valueAt(parsed(response), where);
}

/** The lines of a CSV file (RFC 4180) by the names of the first one, all as texts. */
function csvRows(text) {
  const lines = [[]];
  for (const [, quoted, plain, end] of text.replace(/^\uFEFF/u, "").matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gu)) {
    lines.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end !== ",") lines.push([]);
  }
  const [names, ...rows] = lines.filter((cells) => cells.length > 1 || (cells[0] ?? "") !== "");
  return rows.map((cells) => Object.fromEntries(names.map((name, place) => [name, cells[place]])));
}

/** The observations of SDMX-JSON 2.0, by the ids of dimensions, measures and attributes of an observation. */
function observationRows({ data: { structures, dataSets } }) {
  const codeOf = ({ id, values }, index) => [id, values[index].id ?? values[index].value];
  return dataSets.flatMap(({ structure = 0, series = {} }) => {
    const { dimensions, measures, attributes } = structures[structure];
    const figures = [...(measures?.observation ?? []), ...(attributes?.observation ?? [])];
    return Object.entries(series).flatMap(([key, { observations = {} }]) => {
      const codes = key.split(":").map((index, place) => codeOf(dimensions.series[place], index));
      return Object.entries(observations).map(([index, values]) =>
        Object.fromEntries([...codes, codeOf(dimensions.observation[0], index), ...figures.map(({ id }, place) => [id, values[place]])]),
      );
    });
  });
}

/** The cells of JSON-stat 2.0: a row for all figures of one place, which are told apart by the dimension of the role `metric`. */
function cubeRows({ id, size, role, dimension, value }) {
  const codesOf = (name) => {
    const { index, label = {} } = dimension[name].category;
    if (Array.isArray(index)) return index;
    return index === undefined ? Object.keys(label) : Object.keys(index).sort((a, b) => index[a] - index[b]);
  };
  const metric = role?.metric?.[0];
  const rows = new Map();
  for (const [place, figure] of Object.entries(value)) {
    let rest = Number(place);
    const codes = {};
    for (let at = id.length - 1; at >= 0; at -= 1) {
      codes[id[at]] = codesOf(id[at])[rest % size[at]];
      rest = Math.floor(rest / size[at]);
    }
    const { [metric]: figureName = "value", ...where } = codes;
    const key = JSON.stringify(where);
    rows.set(key, { ...(rows.get(key) ?? where), [figureName]: figure });
  }
  return [...rows.values()];
}

/** The rows of a body that is a table; undefined of any other. */
function rowsOf(response) {
  const mediaType = response.headers.get("content-type") ?? "";
  try {
    if (/csv/.test(mediaType)) return csvRows(response.text);
    if (/json-stat/.test(mediaType)) return cubeRows(parsed(response));
    return /sdmx\.data\+json/.test(mediaType) ? observationRows(parsed(response)) : undefined;
  } catch {
    return undefined;
  }
}

const bytesOf = (base64) => Buffer.from(String(base64), "base64");
/** A node of the Merkle tree (RFC 9162, 2.1.1). */
const nodeOf = (left, right) => createHash("sha256").update(Buffer.of(1)).update(left).update(right).digest();
const isOdd = (number) => number % 2 === 1;
const halved = (numbers) => numbers.map((number) => Math.floor(number / 2));
/** Up to where the path turns: past every left edge. */
const pastLeftEdge = (numbers) => {
  let [first, second] = numbers;
  while (!isOdd(first) && first !== 0) [first, second] = halved([first, second]);
  return [first, second];
};

/** RFC 9162, 2.1.3.2: whether the path leads from the leaf, at this place of a tree of this size, to the root. */
function isIncluded({ leaf, offset, size, root }, { path }) {
  let [index, last] = [Number(offset), size - 1];
  if (!(index <= last)) return false;
  let hash = bytesOf(leaf);
  for (const other of path.map(bytesOf)) {
    if (last === 0) return false;
    if (isOdd(index) || index === last) {
      hash = nodeOf(other, hash);
      [index, last] = pastLeftEdge([index, last]);
    } else hash = nodeOf(hash, other);
    [index, last] = halved([index, last]);
  }
  return last === 0 && hash.equals(bytesOf(root));
}

/** RFC 9162, 2.1.4.2: whether the path shows that the later tree begins with the earlier one. */
function isContinued({ from, to, fromRoot, toRoot }, { path }) {
  const [earlier, later] = [bytesOf(fromRoot), bytesOf(toRoot)];
  if (from === to) return path.length === 0 && earlier.equals(later);
  if (!(from >= 1 && from < to)) return false;
  const isWhole = Number.isInteger(Math.log2(from));
  const [start, ...others] = isWhole ? [earlier, ...path.map(bytesOf)] : path.map(bytesOf);
  if (start === undefined) return false;
  let [index, last] = [from - 1, to - 1];
  while (isOdd(index)) [index, last] = halved([index, last]);
  let [first, second] = [start, start];
  for (const other of others) {
    if (last === 0) return false;
    if (isOdd(index) || index === last) {
      [first, second] = [nodeOf(other, first), nodeOf(other, second)];
      [index, last] = pastLeftEdge([index, last]);
    } else second = nodeOf(second, other);
    [index, last] = halved([index, last]);
  }
  return last === 0 && first.equals(earlier) && second.equals(later);
}

/** C2SP tlog-checkpoint: whether the note is of this tree, and signed by this key (PEM, Ed25519). */
function isSignedNote({ publicKey, size, root }, note) {
  const [, text, signatures] = /^([^]*?\n)\n([^]*)$/u.exec(note) ?? [];
  if (text === undefined) return false;
  const [, statedSize, statedRoot] = text.split("\n");
  if (statedSize !== String(size) || statedRoot !== root) return false;
  // Four bytes name the key.
  const written = [...signatures.matchAll(/^\u2014 \S+ (\S+)$/gmu)].map(([, base64]) => bytesOf(base64).subarray(4));
  return written.some((signature) => verify(null, Buffer.from(text), createPublicKey(publicKey), signature));
}

/** False for what has not the members that the check reads. */
const holdsFor = (check, wanted, found) => {
  try {
    return check(wanted, found);
  } catch {
    return false;
  }
};

const kindOf = (value) => (value === null ? "null" : Array.isArray(value) ? "array" : Number.isInteger(value) ? "integer" : typeof value);
const shown = (value) => {
  const text = value === undefined ? "nothing" : JSON.stringify(value);
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
};

/** By name: gives why the value is not what the matcher wants, or null. */
const matchers = {
  $any: (wanted, found) => {
    const kind = kindOf(found);
    const holds =
      wanted === "value" ? found !== undefined && found !== null : kind === wanted || (wanted === "number" && kind === "integer");
    return holds ? null : `a ${wanted}`;
  },
  $pattern: (wanted, found) => (typeof found === "string" && new RegExp(wanted, "u").test(found) ? null : `a text of the form ${wanted}`),
  $near: ([wanted, within], found) => (typeof found === "number" && Math.abs(found - wanted) <= within ? null : `${wanted} ± ${within}`),
  $least: (wanted, found) => (typeof found === "number" && found >= wanted ? null : `at least ${wanted}`),
  $oneOf: (wanted, found) => (wanted.some((one) => differences(one, found, "").length === 0) ? null : `one of ${shown(wanted)}`),
  $not: (wanted, found) => (differences(wanted, found, "").length > 0 ? null : `anything but ${shown(wanted)}`),
  $length: (wanted, found) => (found?.length === wanted ? null : `${wanted} items`),
  $exactly: (wanted, found) => (isDeepStrictEqual(wanted, found) ? null : `exactly ${shown(wanted)}`),
  $digits: (wanted, found) =>
    ["string", "number"].includes(typeof found) && String(found) === String(wanted) ? null : `the digits ${shown(wanted)}`,
  $inclusion: (wanted, found) =>
    holdsFor(isIncluded, wanted, found) ? null : `a path that leads from the leaf ${wanted.leaf} to the root ${wanted.root}`,
  $consistency: (wanted, found) =>
    holdsFor(isContinued, wanted, found)
      ? null
      : `a path that shows that the tree of the root ${wanted.toRoot} begins with that of the root ${wanted.fromRoot}`,
  $checkpoint: (wanted, found) =>
    holdsFor(isSignedNote, wanted, found) ? null : `a note of ${wanted.size} records and the root ${wanted.root}, signed by the key`,
  $absent: (_wanted, found) => (found === undefined ? null : "nothing"),
  $contains: (wanted, found) => {
    const missing = wanted.filter((one) => !Array.isArray(found) || !found.some((item) => differences(one, item, "").length === 0));
    return missing.length === 0 ? null : `a list that holds ${shown(missing)}`;
  },
};

/** A sentence for each way in which `found` is not what is expected. Members and headers that are not expected may be anything. */
function differences(expected, found, pointer) {
  if (isObject(expected)) {
    const names = Object.keys(expected);
    if (names.some((name) => name.startsWith("$"))) {
      return names.flatMap((name) => {
        if (!Object.hasOwn(matchers, name)) throw new UsageError(`There is no matcher ${name}.`);
        const wanted = matchers[name](expected[name], found);
        return wanted === null ? [] : [`${pointer}: expected ${wanted}, found ${shown(found)}`];
      });
    }
    if (!isObject(found)) return [`${pointer}: expected an object, found ${shown(found)}`];
    return names.flatMap((name) => differences(expected[name], Object.hasOwn(found, name) ? found[name] : undefined, `${pointer}/${name}`));
  }
  if (Array.isArray(expected)) {
    if (!Array.isArray(found)) return [`${pointer}: expected a list, found ${shown(found)}`];
    if (found.length !== expected.length) return [`${pointer}: expected ${expected.length} items, found ${found.length}: ${shown(found)}`];
    return expected.flatMap((one, index) => differences(one, found[index], `${pointer}/${index}`));
  }
  return Object.is(expected, found) ? [] : [`${pointer}: expected ${shown(expected)}, found ${shown(found)}`];
}

function differencesOf(expect, response) {
  const { status = 200, headers = {}, body, rows, text } = expect;
  const found = differences(status, response.status, "status");
  // What a refusal says of itself is the best explanation of a wrong status.
  if (found.length > 0) return [...found, `body: ${shown(response.text)}`];
  for (const [name, wanted] of Object.entries(headers))
    found.push(...differences(wanted, response.headers.get(name) ?? undefined, `header ${name}`));
  if (body !== undefined) found.push(...differences(body, parsed(response), ""));
  if (rows !== undefined) found.push(...differences(rows, rowsOf(response), "rows"));
  if (text !== undefined) found.push(...differences(text, response.text, "text"));
  return found;
}

/** Server-sent events as they come (WHATWG HTML, 9.2): `{event, id, data}`, data as JSON. Comments are passed over. */
async function* streamedEvents(body) {
  const decoder = new TextDecoder();
  let [rest, id] = ["", undefined];
  let fields = { data: [] };
  for await (const piece of body) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split(/\r\n|\n|\r(?!$)/u);
    rest = lines.pop();
    for (const line of lines) {
      const [, name, value = ""] = /^([^:]*)(?:: ?(.*))?$/su.exec(line);
      if (name === "event") fields.event = value;
      if (name === "id") id = value;
      if (name === "data") fields.data.push(value);
      if (line !== "") continue;
      if (fields.data.length > 0) yield { event: fields.event ?? "message", id, data: JSON.parse(fields.data.join("\n")) };
      fields = { data: [] };
    }
  }
}

/** Opens a stream, which stays open until the case ends, for a reader that holds an answer already, or none (null). What is no stream is read whole. */
async function openStream({ method, url, headers, timeoutMs }, held) {
  const leaving = new AbortController();
  const refusing = setTimeout(() => leaving.abort(), timeoutMs);
  const response = await fetch(url, { method, headers, redirect: "manual", signal: leaving.signal });
  clearTimeout(refusing);
  const isStream = /event-stream/.test(response.headers.get("content-type") ?? "");
  const text = isStream ? "" : await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    events: isStream ? streamedEvents(response.body) : null,
    held,
    leaving,
  };
}

/** The answer that a change makes of the one before: rows that it names go, rows that it brings are put in at their places. */
function applied(held, { since, by, changed, removed, ...answer }) {
  if (since !== held?.watermark) throw new Error(`a change since ${since} came to a reader that holds ${held?.watermark ?? "nothing"}`);
  const nameOf = (row) => JSON.stringify(["period", ...by].map((name) => row[name]));
  const gone = new Set([...removed, ...changed.map(({ row }) => row)].map(nameOf));
  const rows = held.rows.filter((row) => !gone.has(nameOf(row)));
  for (const { place, row } of changed) rows.splice(place, 0, row);
  return { ...answer, rows };
}

/** The answer that a reader of the stream holds once it is as expected; the last one where none is in time. */
async function nextAnswer(stream, isExpected, timeoutMs) {
  const { events, leaving } = stream;
  const waiting = setTimeout(() => leaving.abort(), timeoutMs);
  try {
    for (;;) {
      const { done, value } = await events.next();
      if (done) throw new Error("the stream ended");
      if (value.event === "snapshot") stream.held = value.data;
      else if (value.event === "change") stream.held = applied(stream.held, value.data);
      else continue;
      if (value.id !== value.data.watermark) throw new Error(`an event of the id ${value.id} has the watermark ${value.data.watermark}`);
      if (isExpected(stream.held)) break;
    }
  } catch (error) {
    // Out of time: what it holds by now says best what is missing.
    if (!leaving.signal.aborted || stream.held === null) throw error;
  } finally {
    clearTimeout(waiting);
  }
  return { status: 200, headers: new Headers({ "content-type": "application/json" }), text: JSON.stringify(stream.held) };
}

/** What a step does: a request, the opening of a stream, or the wait for the answer that a stream leads to. */
async function performed(step, request, { streams, expect, held }) {
  if (step.next !== undefined) {
    const stream = streams.get(step.next);
    if (!stream?.events) throw new UsageError(`There is no stream ${step.next}.`);
    return nextAnswer(stream, (answer) => differences(expect.body, answer, "").length === 0, request.timeoutMs);
  }
  if (step.stream === undefined) return repeated(request, () => respond(request));
  const stream = await repeated(request, () => openStream(request, held));
  streams.set(step.stream, stream);
  return stream;
}

/** Runs the steps one after the other, up to the first that is not as expected. Gives what is told of that one; null where all are. */
async function failureOf(one, context) {
  const streams = new Map();
  try {
    return await failureWith(streams, one, context);
  } finally {
    for (const { leaving } of streams.values()) leaving.abort();
  }
}

async function failureWith(streams, { steps, templates }, context) {
  // What a step saves is the case's own.
  const variables = new Map(context.variables);
  for (const [index, step] of steps.entries()) {
    const isNext = step.next !== undefined;
    const request = isNext ? { timeoutMs: context.timeoutMs } : requestOf(step, { ...context, templates, variables });
    const told = { step: index + 1, request: isNext ? `events of the stream ${step.next}` : `${request.method} ${request.url}` };
    const expect = fill(step.expect ?? {}, variables);
    let response;
    try {
      response = await performed(step, request, { streams, expect, held: fill(step.holds ?? null, variables) });
    } catch (error) {
      if (error instanceof UsageError) throw error;
      return { ...told, differences: [`no answer: ${error.cause?.message ?? error.message}`] };
    }
    const found = differencesOf(expect, response);
    if (found.length > 0) return { ...told, differences: found };
    for (const [name, where] of Object.entries(step.save ?? {})) {
      const value = savedValue(where, response);
      if (value === undefined || value === null) return { ...told, differences: [`${where}: nothing to save as ${name}`] };
      variables.set(name, value);
    }
  }
  return null;
}

/** `empty`: the server holds no statement; `/path`: it has this address. */
async function isMet(needs, { empty, url, token, timeoutMs }) {
  if (needs === undefined) return true;
  if (needs === "empty") return empty;
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  // A server that does not answer fails the case itself.
  const request = { method: "GET", url: `${url}${needs}`, headers, awaited: 200, timeoutMs };
  const response = await repeated(request, () => respond(request)).catch(() => null);
  return response?.status !== 404;
}

/** What came of each case, in their order. Cases of one file run beside each other, as many as are let; those of the next file begin after them. */
async function* resultsOf(cases, context) {
  const resultOf = async (one) => {
    const isSkipped = !(await isMet(one.needs, context));
    const failure = isSkipped ? null : await failureOf(one, context);
    const outcome = isSkipped ? "skipped" : failure === null ? "passed" : "failed";
    return { name: one.name, title: one.title, needs: one.needs, outcome, failure };
  };
  for (const file of new Set(cases.map((one) => one.file))) {
    const open = cases.filter((one) => one.file === file);
    const running = [];
    while (open.length + running.length > 0) {
      while (open.length > 0 && running.length < context.parallel) {
        const result = resultOf(open.shift());
        // Looked at in its turn.
        result.catch(() => {});
        running.push(result);
      }
      yield await running.shift();
    }
  }
}

async function becomesReady({ url, token, timeoutMs }) {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  try {
    const request = { method: "GET", url: `${url}/readyz`, headers, awaited: 200, timeoutMs };
    return (await repeated(request, () => respond(request))).status === 200;
  } catch {
    return false;
  }
}

/** TAP 14 (testanything.org). */
function tapLines({ name, title, needs, outcome, failure }, number) {
  const line = `${outcome === "failed" ? "not ok" : "ok"} ${number} - ${name}: ${title.replaceAll("#", "\\#")}`;
  if (outcome === "skipped") return `${line} # SKIP needs ${needs === "empty" ? "a server without statements (--empty)" : needs}\n`;
  if (failure === null) return `${line}\n`;
  const found = failure.differences.map((one) => `    - ${JSON.stringify(one)}\n`).join("");
  return `${line}\n  ---\n  step: ${failure.step}\n  request: ${JSON.stringify(failure.request)}\n  differences:\n${found}  ...\n`;
}

async function main(words) {
  const options = readArguments(words);
  if (options.help) {
    process.stdout.write(help);
    return 0;
  }
  const cases = (await readFiles(options.files)).filter(
    ({ name }) => options.only.length === 0 || options.only.some((text) => name.includes(text)),
  );
  if (cases.length === 0) throw new UsageError("There is no such case.");
  const variables = variablesOfRun(options.set);
  if (!(await becomesReady(options))) {
    process.stderr.write(`${options.url} does not become ready (/readyz).\n`);
    return 3;
  }
  if (!options.json) process.stdout.write(`TAP version 14\n# ${options.url}, run ${variables.get("run")}\n1..${cases.length}\n`);
  const results = [];
  for await (const result of resultsOf(cases, { ...options, variables })) {
    results.push(result);
    if (!options.json) process.stdout.write(tapLines(result, results.length));
  }
  const count = (outcome) => results.filter((result) => result.outcome === outcome).length;
  const summary = { passed: count("passed"), failed: count("failed"), skipped: count("skipped") };
  if (options.json)
    process.stdout.write(`${JSON.stringify({ url: options.url, run: variables.get("run"), ...summary, cases: results }, null, 2)}\n`);
  else process.stdout.write(`# ${summary.passed} passed, ${summary.failed} failed, ${summary.skipped} skipped\n`);
  return summary.failed === 0 ? 0 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n\n${help}`);
  process.exitCode = 2;
}
