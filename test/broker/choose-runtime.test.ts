import { expect, test } from "vitest";
import { chooseRuntime } from "./choose-runtime.ts";

test("a kind of broker that there is not is refused by name", async () => {
  await expect(chooseRuntime("/nowhere", { QORGAU_TEST_BROKER: "docker" })).rejects.toThrow("QORGAU_TEST_BROKER is maven or container");
});
