/** The thread that reads text files. */
import { readText } from "./read-text.ts";
import { serveRows } from "./serve-rows.ts";

serveRows(async (file) => readText(await file.arrayBuffer()));
