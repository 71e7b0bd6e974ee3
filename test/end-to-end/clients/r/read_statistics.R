# Reads the figures as statistical programs in R do, by rsdmx and a provider of its REST 2.1 addresses. Prints what it found as JSON.
suppressMessages(library(rsdmx))
library(jsonlite)

words <- commandArgs(trailingOnly = TRUE)
address <- paste0(words[1], "/sdmx/2.1")
builder <- SDMXREST21RequestBuilder(regUrl = address, repoUrl = address, compliant = TRUE)
addSDMXServiceProvider(SDMXServiceProvider(agencyId = "KZOSH", name = "Qorgau", builder = builder))

read <- function(...) readSDMX(providerId = "KZOSH", logger = NULL, ...)
# The structure that the data refers to is fetched with them.
data <- function(mediaType) {
  headers <- if (is.null(mediaType)) list() else list(Accept = mediaType)
  read(resource = "data", flowRef = "DF_INJ", key = words[2], key.mode = "SDMX", start = 2024, end = 2025, dsd = TRUE, headers = headers)
}
# A row for each observation, every value as text.
rows <- function(message) {
  frame <- as.data.frame(message)
  as.data.frame(lapply(frame, as.character), stringsAsFactors = FALSE)
}

flows <- as.data.frame(read(resource = "dataflow", resourceId = "DF_INJ"))
definition <- read(resource = "datastructure", resourceId = flows$dsdRef)
components <- as.data.frame(slot(slot(slot(definition, "datastructures"), "datastructures")[[1]], "Components"))
areas <- as.data.frame(slot(definition, "codelists"), codelistId = "CL_REF_AREA")
# By itself, where a code list is asked for by its address.
listed <- as.data.frame(readSDMX(paste0(address, "/codelist/KZOSH/CL_REF_AREA"), logger = NULL))
# A reader that has no preference among the forms is answered with generic data.
generic <- data(NULL)

found <- list(
  flow = flows[["Name.en"]],
  components = split(components$conceptRef, components$component),
  codelists = sort(sapply(slot(slot(definition, "codelists"), "codelists"), slot, "id")),
  area = unlist(areas[areas$id == "KZ-62", c("label.kk", "label.ru", "label.en")], use.names = FALSE),
  listed = listed$id,
  generic = rows(generic),
  structureSpecific = rows(data("application/vnd.sdmx.structurespecificdata+xml;version=2.1")),
  labels = unique(as.data.frame(generic, labels = TRUE)[["REF_AREA_label.en"]])
)
writeLines(toJSON(found, na = "null"), stdout(), useBytes = TRUE)
