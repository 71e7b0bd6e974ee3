/** Where the read API is a process of its own, the operator's jobs are another's: what asks for one here is told whose. */
import type { HttpRoutes } from "@qorgau/infra/http/http-server";
import { ProblemError } from "@qorgau/infra/http/problem";
import { fault } from "@qorgau/schemas/rules/rules";

export const operationsElsewhere: HttpRoutes = async (server) => {
  for (const name of ["rebuild", "reconciliation"]) {
    server.route({
      method: ["GET", "POST"],
      url: `/v1/operations/${name}`,
      config: { need: "read" },
      handler: () => {
        throw new ProblemError(404, [fault("QG-0843", "")]);
      },
    });
  }
};
