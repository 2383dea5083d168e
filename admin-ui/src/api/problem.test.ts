import { expect, it } from "vitest";
import { Problem, toProblem } from "./problem";

it("keeps the server's words and finds the one of a field", () => {
  const p = toProblem(400, {
    detail: "1 field is wrong",
    code: "INVALID",
    errors: [{ field: "framedIp", value: "x", message: "x is no IPv4 address", cure: "give one" }],
  });
  expect(p).toBeInstanceOf(Problem);
  expect(p.message).toBe("1 field is wrong");
  expect(p.field("framedIp")).toBe("x is no IPv4 address; give one");
  expect(p.field("group")).toBeNull();
});

it("finds the sentence of one entry of a list beside the list's field", () => {
  const p = toProblem(400, { errors: [{ field: "ranges[1]", message: "overlaps ranges[0]" }] });
  expect(p.field("ranges")).toBe("overlaps ranges[0]");
  expect(p.field("range")).toBeNull();
});

it("says something useful when the answer is no problem document", () => {
  const p = toProblem(500, "<html>");
  expect(p.code).toBe("HTTP_500");
  expect(p.message).toContain("500");
});

it("knows a version conflict", () => {
  expect(toProblem(412, { code: "CONFLICT", current: { version: 4 } }).conflict).toBe(true);
  expect(toProblem(409, { code: "NAME_TAKEN" }).conflict).toBe(false);
});
