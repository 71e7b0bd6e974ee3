/** An OpenID Connect provider of another's making, for one page: whoever signs in is who they say they are, and of the groups that are told. */
import { createServer } from "node:http";
import { once } from "node:events";
import { Provider } from "oidc-provider";

export interface TestIssuer {
  readonly url: string;
  /** The groups that its tokens tell of each account; changed by tests. */
  readonly groups: Map<string, readonly string[]>;
  readonly stop: () => Promise<void>;
}

export const audience = "https://qorgau.example";
export const clientId = "qorgau-page";

/** `pageUrl` is the address of the page, to which it sends people back. */
export async function startIssuer(port: number, pageUrl: string): Promise<TestIssuer> {
  const url = `http://127.0.0.1:${port}`;
  const groups = new Map<string, readonly string[]>();
  const provider = new Provider(url, {
    clients: [
      {
        client_id: clientId,
        token_endpoint_auth_method: "none",
        grant_types: ["authorization_code"],
        response_types: ["code"],
        redirect_uris: [pageUrl],
        post_logout_redirect_uris: [pageUrl],
      },
    ],
    cookies: { keys: ["of a test"] },
    pkce: { required: () => true },
    findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
    extraTokenClaims: (_context, token) => ("accountId" in token ? { groups: groups.get(token.accountId ?? "") ?? [] } : {}),
    features: {
      devInteractions: { enabled: true },
      rpInitiatedLogout: { enabled: true },
      resourceIndicators: {
        enabled: true,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({ scope: "figures", audience, accessTokenFormat: "jwt", accessTokenTTL: 600 }),
      },
    },
  });
  const handle = provider.callback();
  const server = createServer((request, response) => void handle(request, response));
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return {
    url,
    groups,
    async stop() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
