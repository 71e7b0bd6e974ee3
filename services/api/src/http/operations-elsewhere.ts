/** Where the read API is a process of its own, the operator's jobs are another's: a request for one here is a 404 (QG-0843). */
import type { HttpRoutes } from "@qorgau/infra/http/http-server";
import { ProblemError } from "@qorgau/infra/http/problem";
import { routeAccess } from "@qorgau/schemas/access/route-costs";
import { fault } from "@qorgau/schemas/rules/rules";

export const operationsElsewhere: HttpRoutes = async (server) => {
  for (const name of ["rebuild", "reconciliation"] as const) {
    server.route({
      method: ["GET", "POST"],
      url: `/v1/operations/${name}`,
      config: routeAccess(`GET /v1/operations/${name}`),
      handler: () => {
        throw new ProblemError(404, [fault("QG-0843", "")]);
      },
    });
  }
};
