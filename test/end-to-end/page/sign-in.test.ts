/** People sign in on the page by an OpenID Connect provider that nobody here wrote, and see what the rules for their claims let them. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freePorts } from "../../broker/free-ports.ts";
import { isBrowserWanted } from "../../browser/browser-at-hand.ts";
import { caseEvent } from "../../generators/events.ts";
import { makeToken } from "../program/make-token.ts";
import { removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";
import type { QorgauProcess } from "../program/qorgau-process.ts";
import { runCommand } from "../program/run-command.ts";
import { openPage, startBrowser } from "./browser.ts";
import { audience, clientId, startIssuer } from "./issuer.ts";
import type { TestIssuer } from "./issuer.ts";

const source = "urn:kz:bin:200140000004";
const rules = [
  { claims: { groups: "inspectors" }, grant: { scopes: ["figures", "cases"] } },
  { claims: { groups: "region-35" }, grant: { scopes: ["figures"], limits: { regions: ["KZ-35"] } } },
];

describe.skipIf(!isBrowserWanted())("signing in on the page", () => {
  let directory: string;
  let issuer: TestIssuer;
  let qorgau: QorgauProcess;
  let browser: Browser;

  beforeAll(async () => {
    directory = await temporaryDirectory();
    const [port = 0, issuerPort = 0] = await freePorts(2);
    issuer = await startIssuer(issuerPort, `http://127.0.0.1:${port}/`);
    issuer.groups.set("aigerim", ["inspectors"]).set("850808310738", ["inspectors"]).set("visitor", ["guests"]);
    const rulesFile = join(directory, "rules.json");
    await writeFile(rulesFile, JSON.stringify({ rules }), { mode: 0o600 });
    const file = join(directory, "tokens.json");
    const reporter = await makeToken(file, "--source", source);
    qorgau = await startQorgau(join(directory, "data"), {
      QORGAU_PORT: String(port),
      QORGAU_TOKENS_FILE: file,
      QORGAU_OIDC_ISSUER: issuer.url,
      QORGAU_OIDC_AUDIENCE: audience,
      QORGAU_OIDC_RESOURCE: audience,
      QORGAU_OIDC_RULES_FILE: rulesFile,
      QORGAU_OIDC_CLIENT_ID: clientId,
    });
    const headers = { authorization: `Bearer ${reporter}`, "content-type": "application/cloudevents+json" };
    const body = JSON.stringify(caseEvent({ region: "KZ-35", sector: "05", severity: "fatal" }, { source }));
    expect((await fetch(`${qorgau.url}/v1/events`, { method: "POST", headers, body })).status).toBe(202);
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await qorgau?.kill();
    await issuer?.stop();
    await removeDirectory(directory);
  });

  /** The provider's own pages: who it is, and that they agree. */
  async function signIn(page: Page, who: string): Promise<void> {
    await page.getByRole("button", { name: "Sign in" }).first().click();
    await page.waitForURL(`${issuer.url}/**`);
    await page.getByPlaceholder("Enter any login").fill(who);
    await page.getByPlaceholder("and password").fill("any");
    await page.getByRole("button", { name: "Sign-in" }).click();
    await page.getByRole("button", { name: "Continue" }).click();
    await page.waitForURL(`${qorgau.url}/**`);
  }

  test("the policy of the document names the issuer's origin and no other", async () => {
    const policy = (await fetch(`${qorgau.url}/`)).headers.get("content-security-policy") ?? "";
    expect(/connect-src ([^;]*);/.exec(policy)?.[1]).toBe(`'self' ${issuer.url}`);
    expect(policy).toContain("script-src 'self';");
  });

  test("whoever signs in sees the page that they were on, by a token that no address, store or line of the log holds", async () => {
    const search = "?page=explore&by=region&from=2026-01-01&to=2026-12-31&lang=en";
    const { page } = await openPage(browser, `${qorgau.url}/${search}`);
    const bearers = new Set<string>();
    const addresses: string[] = [];
    page.on("request", (request) => {
      addresses.push(request.url());
      if (request.url().startsWith(qorgau.url)) bearers.add(request.headers()["authorization"] ?? "none");
    });
    await page.getByText("This service asks who calls").waitFor();
    const figures = page.waitForResponse((response) => /\/v1\/rates\?.*by=region/.test(response.url()) && response.status() === 200);
    await signIn(page, "850808310738");
    await page.getByRole("button", { name: "Sign out" }).waitFor();
    expect(new URL(page.url()).search).toBe(search);
    expect(new URL(page.url()).hash).toBe("");
    expect(((await (await figures).json()) as { rows: object[] }).rows).toEqual(
      expect.arrayContaining([expect.objectContaining({ region: "KZ-35", count: 1 })]),
    );
    await page.getByText(/^live, cut /).waitFor();
    expect(await page.getByText("This service asks who calls").count()).toBe(0);
    const tokens = [...bearers].flatMap((bearer) => (bearer.startsWith("Bearer ") ? [bearer.slice(7)] : []));
    expect(tokens).toHaveLength(1);
    const stored = await page.evaluate(() =>
      JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), document.cookie]),
    );
    expect(stored).not.toContain(tokens[0]);
    expect(stored).not.toContain("verifier");
    expect(
      addresses.filter((address) => address.includes(tokens[0]!) || (address.startsWith(qorgau.url) && address.includes("code="))),
    ).toEqual([]);
    expect(qorgau.output()).not.toContain(tokens[0]);
    await page.context().close();

    // Who they are is in the audit trail by an id, whatever the issuer calls them.
    const explained = await fetch(`${qorgau.url}/v1/explain?period=year&from=2026-01-01&to=2026-12-31`, {
      headers: { authorization: `Bearer ${tokens[0]}` },
    });
    expect(explained.status).toBe(200);
    await explained.arrayBuffer();
    const trail = await readFile(join(directory, "data", "audit", `${new Date().toISOString().slice(0, 10)}.ndjson`), "utf8");
    expect(trail).toMatch(/"token":"[0-9a-f]{16}"/);
    expect(trail + qorgau.output()).not.toContain("850808310738");
    const { stdout } = await runCommand(["infra/src/access/tokens.ts", "list", "--file", join(directory, "tokens.json")]);
    expect(stdout).toMatch(/^[0-9a-f]{16} {2}signed in by the issuer {2}used \d{4}-/m);
  });

  test("whoever has no rights here is told so in their language; signing out ends the session at the issuer too", async () => {
    const { page } = await openPage(browser, `${qorgau.url}/?lang=en`);
    await signIn(page, "visitor");
    await page.getByText(/QG-0884 You are signed in/).waitFor();
    await page.getByRole("button", { name: "Sign out" }).waitFor();
    const refused = page.waitForResponse((response) => response.url().includes("/v1/") && response.status() === 403);
    await page.reload();
    await signInAgain(page);
    expect(((await (await refused).json()) as { errors: { rule: string }[] }).errors.map(({ rule }) => rule)).toEqual(["QG-0884"]);
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.waitForURL(`${issuer.url}/**`);
    await page.getByRole("button", { name: /Yes/ }).click();
    await page.waitForURL(`${qorgau.url}/**`);
    // Asked anew who they are.
    await page.getByRole("button", { name: "Sign in" }).first().click();
    await page.getByPlaceholder("Enter any login").waitFor();
    await page.context().close();
  });

  /** The issuer knows them already. */
  async function signInAgain(page: Page): Promise<void> {
    await page.getByRole("button", { name: "Sign in" }).first().click();
    await page.getByRole("button", { name: "Sign out" }).waitFor();
  }

  test("whoever declines is back where they were, and told why", async () => {
    const { page } = await openPage(browser, `${qorgau.url}/?page=year&lang=ru`);
    await page.getByRole("button", { name: "Войти" }).first().click();
    await page.getByRole("link", { name: /Cancel/ }).click();
    await page.getByText("Войти не удалось: access_denied").waitFor();
    expect(new URL(page.url()).search).toBe("?page=year&lang=ru");
    await page.context().close();
  });
});
