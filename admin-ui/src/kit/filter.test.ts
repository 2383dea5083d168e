import { describe, expect, it } from "vitest";
import {
  fieldValue,
  formatFilter,
  parseFilter,
  toQuery,
  withField,
  type FilterField,
} from "./filter";

const FIELDS: FilterField[] = [
  { name: "state", label: "state", values: ["up", "stale"], closed: true },
  { name: "peer", label: "peer" },
];

describe("parsing", () => {
  it("takes words, fields, quotes and not apart", () => {
    expect(parseFilter('br17 state:up -nas:hub-2 peer:"two words" "a b"')).toEqual([
      { field: null, value: "br17", not: false },
      { field: "state", value: "up", not: false },
      { field: "nas", value: "hub-2", not: true },
      { field: "peer", value: "two words", not: false },
      { field: null, value: "a b", not: false },
    ]);
  });

  it("does not choke on half-typed input", () => {
    expect(parseFilter("state:")).toEqual([{ field: null, value: "state:", not: false }]);
    expect(parseFilter('peer:"half')).toEqual([{ field: "peer", value: "half", not: false }]);
    expect(parseFilter("   ")).toEqual([]);
    expect(parseFilter("-word")).toEqual([{ field: null, value: "-word", not: false }]);
  });

  it.each(["br17", "state:up br17", 'peer:"two words"', "-nas:hub-2 state:up"])(
    "prints %s as it was typed",
    (text) => expect(formatFilter(parseFilter(text))).toBe(text),
  );
});

describe("the server's query", () => {
  it("has one parameter a field and q for the words", () => {
    expect(toQuery("state:up br17 10.99", FIELDS)).toEqual({
      params: { state: "up", q: "br17 10.99" },
      problems: [],
    });
  });

  it("searches for what only looks like a field", () => {
    expect(toQuery("2001:db8::7 aa:bb", FIELDS).params).toEqual({ q: "2001:db8::7 aa:bb" });
  });

  it("says what it leaves out, instead of dropping it", () => {
    const { params, problems } = toQuery("-state:up state:sideways peer:a peer:b", FIELDS);
    expect(params).toEqual({ peer: "a" });
    expect(problems).toHaveLength(3);
    expect(problems[0]).toContain("cannot exclude by state");
    expect(problems[1]).toContain("up, stale");
    expect(problems[2]).toContain("only one peer");
  });
});

it("changes one field and keeps the rest", () => {
  expect(withField("br17 state:up", "state", "stale")).toBe("br17 state:stale");
  expect(withField("br17 state:up", "state", null)).toBe("br17");
  expect(fieldValue("br17 state:up", "state")).toBe("up");
  expect(fieldValue("-state:up", "state")).toBeNull();
});
