import { expect, test } from "vitest";
import { joinLists } from "./list-parameters.ts";

test.each([
  ["by=region&by=sector", "by=region,sector"],
  ["region=KZ-35&from=2026-01-01&region=KZ-63,KZ-19&by=sex", "from=2026-01-01&region=KZ-35,KZ-63,KZ-19&by=sex"],
  ["by=&by=region", "by=,region"],
  ["period=year&period=month", "period=year&period=month"],
  ["", ""],
])("%s is %s", (sent, joined) => {
  expect(decodeURIComponent(joinLists(new URLSearchParams(sent)).toString())).toBe(joined);
});
