/** For an image's HEALTHCHECK: whether the service of this container is ready. Exits with 0 where it is. */
const port = process.env["QORGAU_PORT"]?.trim() || "8080";
const isReady = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(4_000) }).then(
  ({ ok }) => ok,
  () => false,
);
process.exit(isReady ? 0 : 1);
