/** The addresses of the document that ask nobody who they are: pages, contracts and structures, none of which tells a figure. */
export const openPaths: readonly string[] = [
  "/",
  "/healthz",
  "/readyz",
  "/docs",
  "/openapi.json",
  "/asyncapi.json",
  "/schemas",
  "/schemas/{name}",
  "/v1/rules",
  "/indicators",
  "/indicators/{code}",
  "/sdmx/2.1/{artefact}",
  "/sdmx/2.1/{artefact}/{agency}",
  "/sdmx/2.1/{artefact}/{agency}/{id}",
  "/sdmx/2.1/{artefact}/{agency}/{id}/{version}",
];
