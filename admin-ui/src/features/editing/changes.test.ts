import { expect, it } from "vitest";
import { changes, clashes, mergeOnto, show } from "./changes";

const base = { description: "a", enabled: true, avPairs: ["x=1"] };

it("finds what differs, lists included", () => {
  expect(changes(base, base)).toEqual([]);
  expect(changes(base, { ...base, avPairs: ["x=1", "y=2"] }).map((c) => c.field)).toEqual([
    "avPairs",
  ]);
});

it("puts my changes on theirs and names what both changed", () => {
  const mine = { ...base, description: "mine", enabled: false };
  const theirs = { ...base, description: "theirs", avPairs: [] };
  expect(mergeOnto(base, mine, theirs)).toEqual({
    description: "mine",
    enabled: false,
    avPairs: [],
  });
  expect(clashes(base, mine, theirs)).toEqual(["description"]);
  expect(clashes(base, mine, { ...base, description: "mine" })).toEqual([]);
});

it("shows values as words", () => {
  expect(show("")).toBe("nothing");
  expect(show(true)).toBe("on");
  expect(show(["a", "b"])).toBe("a\nb");
});
