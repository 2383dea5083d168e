import { expect, it } from "vitest";
import { runs } from "./timeline";

const entry = (minute: number, kind: string, text: string) => ({
  at: `2026-11-23T12:${String(minute).padStart(2, "0")}:00Z`,
  kind,
  text,
  detail: "",
});

it("folds interim reports in a row and keeps everything else in sight", () => {
  const folded = runs([
    entry(0, "radius", "psk: accept"),
    entry(1, "accounting", "Accounting-Start"),
    entry(2, "accounting", "Accounting-Interim-Update"),
    entry(3, "accounting", "Accounting-Interim-Update"),
    entry(4, "dynauth", "CoA"),
    entry(5, "accounting", "Accounting-Interim-Update"),
  ]);
  expect(folded.map((r) => [r.first.at.slice(14, 16), r.more.length])).toEqual([
    ["05", 0],
    ["04", 0],
    ["03", 1],
    ["01", 0],
    ["00", 0],
  ]);
});
