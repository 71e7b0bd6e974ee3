# syntax=docker/dockerfile:1
# The services, for a Kafka and a ClickHouse that run elsewhere. The embedded engine (chdb, an optional dependency) is not in it: where one
# process has everything, npm start needs no image.

FROM node:24-bookworm-slim AS dependencies
WORKDIR /qorgau
COPY package.json package-lock.json ./
COPY schemas/package.json schemas/
COPY infra/package.json infra/
COPY clients/package.json clients/
COPY services/ingest/package.json services/ingest/
COPY services/aggregator/package.json services/aggregator/
COPY services/api/package.json services/api/
COPY services/dashboard/package.json services/dashboard/
# No script of a package is run: the image brings its own Node, and nothing here is compiled.
RUN npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund

# The page, with what builds it and nothing else.
FROM dependencies AS page
RUN npm ci --workspace services/dashboard --ignore-scripts --no-audit --no-fund
COPY tsconfig.base.json ./
COPY schemas/ schemas/
COPY services/dashboard/ services/dashboard/
RUN node services/dashboard/build.mjs

FROM node:24-bookworm-slim
ENV NODE_ENV=production
WORKDIR /qorgau
# The workspaces stay symbolic links into the tree, since types are not stripped under node_modules.
COPY --from=dependencies /qorgau/ ./
COPY tsconfig.base.json tsconfig.json ./
COPY start.ts ./
COPY schemas/ schemas/
COPY infra/ infra/
COPY clients/ clients/
COPY services/ services/
COPY --from=page /qorgau/services/dashboard/dist/ services/dashboard/dist/
RUN mkdir /var/lib/qorgau && chown node:node /var/lib/qorgau
USER node
EXPOSE 8080
# Ready, and not only alive: what waits for Kafka or ClickHouse says so itself, and is not restarted for it by Docker.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=6 \
  CMD ["node", "infra/src/deployment/check-health.ts"]
# Which service it is, is said by whoever starts it: node services/{ingest,aggregator,api}/src/main.ts, or start.ts, all of them in one process
CMD ["node", "services/api/src/main.ts", "--help"]
