import { describe, expect, it } from "vitest";
import { acceptedForm, acceptsMediaType, responseForms } from "./response-form.ts";

describe("acceptedForm", () => {
  it.each([
    [undefined, "json"],
    ["", "json"],
    ["*/*", "json"],
    ["text/csv", "csv"],
    ["TEXT/CSV", "csv"],
    ["text/*", "csv"],
    ["text/csv;q=0.5, application/json;q=0.4", "csv"],
    ["text/csv;q=0.4, application/json", "json"],
    ["application/json, text/csv", "json"],
    ["text/csv, */*;q=0.1", "csv"],
    ["text/csv;q=0, */*", "json"],
    ["application/json;q=0, */*;q=0.1", "csv"],
    ["text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "json"],
    ["text/csv; header=present", "csv"],
    ["image/png", null],
    ["application/json;q=0", null],
    ["text/csv;q=many", null],
  ])("%s gives %s", (header, form) => {
    expect(acceptedForm(header)).toBe(form);
  });

  it("gives a workbook only to who asks for one, where there is one", () => {
    const workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    expect(acceptedForm(workbook)).toBe("xlsx");
    expect(acceptedForm("application/*")).toBe("json");
  });

  it("gives JSON-stat to who asks for it, where the rows are cells of a cube", () => {
    const jsonStat = "application/vnd.json-stat+json";
    expect(acceptedForm(jsonStat, responseForms)).toBe("jsonstat");
    expect(acceptedForm(`${jsonStat}, application/json;q=0.5`)).toBe("json");
    expect(acceptedForm(jsonStat)).toBeNull();
  });
});

describe("acceptsMediaType", () => {
  it.each([
    [undefined, true],
    ["", true],
    ["*/*", true],
    ["text/*;q=0.1", true],
    ["application/json, text/event-stream", true],
    ["application/json", false],
    ["text/event-stream;q=0, */*", false],
  ])("%j takes an event stream: %j", (header, isAccepted) => {
    expect(acceptsMediaType(header, "text/event-stream")).toBe(isAccepted);
  });
});
