import { expect, test } from "vitest";
import { acceptedLanguage, callerLanguage } from "./caller-language.ts";
import { createHttpServer } from "./http-server.ts";
import { createLogger } from "../process/logger.ts";
import { rules } from "@qorgau/schemas/rules/rules";

test.each([
  ["", "en"],
  ["kk", "kk"],
  ["ru-RU,ru;q=0.9,en-US;q=0.8,en;q=0.7", "ru"],
  ["en;q=0.5, kk-KZ;q=0.8, ru;q=0.7", "kk"],
  ["de, fr;q=0.9", "en"],
  ["de, ru;q=0.1", "ru"],
  ["KK-Cyrl-KZ", "kk"],
  ["*", "en"],
  ["ru;q=0, kk;q=x, en;q=0.1", "en"],
  ["run, kkx", "en"],
])("Accept-Language: %s is %s", (header, language) => {
  expect(acceptedLanguage(header)).toBe(language);
});

test("lang of the question goes before the header", () => {
  expect(callerLanguage({ query: { lang: "kk" }, headers: { "accept-language": "ru" } })).toBe("kk");
  expect(callerLanguage({ query: { lang: "de" }, headers: { "accept-language": "ru" } })).toBe("ru");
});

test("a refusal is told in the language of its caller, its facts filled in", async () => {
  const server = createHttpServer({ logger: createLogger({ level: "silent" }) });
  server.get("/figures", { config: { scope: ["figures"] } }, () => ({}));
  const refused = await server.inject({ method: "DELETE", url: "/figures", headers: { "accept-language": "kk" } });
  expect(refused.headers["content-language"]).toBe("kk");
  expect(refused.headers.vary).toBe("Accept-Language");
  expect(refused.json().errors[0].message).toBe(rules["QG-0702"].message.kk.replace("{methods}", "GET, HEAD, OPTIONS"));
  expect((await server.inject({ url: "/nothing?lang=ru" })).json().errors[0].message).toBe(rules["QG-0104"].message.ru);
  await server.close();
});
