import { describe, expect, it } from "vitest";
import { ago, bitRate, bytes, count, duration, exact, micros, millis, plural } from "./format";

describe("bytes, binary units", () => {
  it.each([
    [null, "-"],
    [0, "0 B"],
    [1023, "1023 B"],
    [1024, "1.00 KiB"],
    [1536, "1.50 KiB"],
    [10 * 1024 * 1024, "10.0 MiB"],
    [999 * 1024 ** 3, "999 GiB"],
    [1024 ** 4, "1.00 TiB"],
  ])("%s is %s", (value, text) => expect(bytes(value)).toBe(text));
});

describe("rates, SI bits", () => {
  it.each([
    [undefined, "-"],
    [0, "0 b/s"],
    [999, "999 b/s"],
    [1500, "1.50 kb/s"],
    [94_300_000, "94.3 Mb/s"],
    [999_600_000, "1.00 Gb/s"],
  ])("%s is %s", (value, text) => expect(bitRate(value)).toBe(text));
});

describe("times", () => {
  it.each([
    [0, "0s"],
    [62, "1m 2s"],
    [3600, "1h"],
    [3700, "1h 1m"],
    [90061, "1d 1h"],
  ])("%s seconds are %s", (seconds, text) => expect(duration(seconds)).toBe(text));

  it("tells ages and times to come", () => {
    const now = Date.parse("2026-11-23T12:00:00Z");
    expect(ago("2026-11-23T11:56:00Z", now)).toBe("4m ago");
    expect(ago("2026-11-26T12:00:00Z", now)).toBe("in 3d");
    expect(ago("2026-11-23T12:00:01Z", now)).toBe("now");
    expect(ago(null, now)).toBe("-");
    expect(ago("no time", now)).toBe("-");
  });

  it("keeps latency readable", () => {
    expect(micros(430)).toBe("430 µs");
    expect(micros(1840)).toBe("1.84 ms");
    expect(millis(4)).toBe("4.0 ms");
    expect(millis(812)).toBe("812 ms");
    expect(millis(5200)).toBe("5.2 s");
  });
});

it("groups digits and never prints 0 for unknown", () => {
  expect(count(1234567)).toBe("1\u202f234\u202f567");
  expect(exact(null, "octets")).toBe("unknown");
  expect(exact(1536000, "octets")).toBe("1\u202f536\u202f000 octets");
  expect(plural(1, "session")).toBe("1 session");
  expect(plural(0, "session")).toBe("0 sessions");
});
