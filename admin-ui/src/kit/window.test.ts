import { expect, it } from "vitest";
import { MAX_ROWS, reveal, slice } from "./window";

it("keeps the page small however long the list", () => {
  const { from, to } = slice(100_000, 28, 28 * 50_000, 800);
  expect(from).toBeLessThanOrEqual(50_000);
  expect(to).toBeGreaterThan(50_000 + 800 / 28);
  expect(to - from).toBeLessThanOrEqual(MAX_ROWS);
});

it("covers the start, the end and an empty list", () => {
  expect(slice(10, 28, 0, 800)).toEqual({ from: 0, to: 10 });
  expect(slice(0, 28, 0, 800)).toEqual({ from: 0, to: 0 });
  expect(slice(100, 28, 28 * 100, 280).to).toBe(100);
});

it("scrolls just far enough, and not under the head", () => {
  expect(reveal(3, 28, 0, 300, 30)).toBe(0);
  expect(reveal(0, 28, 100, 300, 30)).toBe(0);
  expect(reveal(20, 28, 0, 300, 30)).toBe(20 * 28 + 28 + 30 - 300);
});
