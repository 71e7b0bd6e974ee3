/** A program with the client that OpenAPI Generator makes of /openapi.json: `node use-openapi-client.js URL AT_LEAST` prints what it read as JSON. */
import { Configuration, FiguresApi } from "./client/index.js";

const [basePath = "", atLeast = ""] = process.argv.slice(2);
const figures = new FiguresApi(new Configuration({ basePath }));

const rates = await figures.getRates({
  by: new Set(["severity"]),
  per: "none",
  from: new Date("2026-01-01"),
  to: new Date("2026-12-31"),
  atLeast,
});
const quality = await figures.getQuality({ atLeast });
const rejected: ReadonlyArray<number | null> = quality.reporters?.rows.map((row) => row.rejected) ?? [];
const counts = rates.rows.map(({ severity, count, period }) => ({ period, severity, count }));
console.log(JSON.stringify({ counts, rejected }));
