import { expect, test } from "vitest";
import { recordName } from "../events/statement.ts";
import { expose, reportCase, withdraw } from "../../../test/generators/reported-by-hand.ts";
import { effectiveExposures } from "./exposures.ts";

test("the standing statement of each exposure record, those withdrawn and all cases left out", () => {
  const [older, newer] = [expose({ subject: "1" }, 1000), expose({ subject: "1", revision: 2, offset: 1 }, 1100)];
  const gone = withdraw({ entity: "exposure", subject: "2", revision: 2 });
  const effective = effectiveExposures([newer, reportCase(), older, gone, expose({ subject: "2" }, 5)]);
  expect([...effective]).toEqual([[recordName(newer.statement), newer.statement]]);
});
