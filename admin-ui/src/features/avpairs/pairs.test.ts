import { describe, expect, it } from "vitest";
import {
  formatPair,
  formatText,
  move,
  parsePair,
  parseText,
  readLine,
  shapeProblem,
  toIos,
} from "./pairs";

const PAIRS = [
  "ip:interface-config=ip mtu 1400",
  "ipsec:route-set=remote ipv4 10.0.0.0 255.0.0.0",
  "ip:inacl#10=permit tcp any host 10.0.0.1 eq 443",
  "ipsec:optional*maybe=yes",
  "plain=",
];

describe("rows and text", () => {
  it.each(PAIRS)("%s survives the row editor", (text) =>
    expect(formatPair(parsePair(text))).toBe(text),
  );

  it("survives the text mode, order kept", () => {
    expect(parseText(formatText(PAIRS))).toEqual(PAIRS);
    expect(parseText("\n  a=1  \r\n\n b*2\n")).toEqual(["a=1", "b*2"]);
  });

  it("splits at the first sign only", () => {
    expect(parsePair("ipsec:optional*maybe=yes")).toEqual({
      key: "ipsec:optional",
      sign: "*",
      value: "maybe=yes",
    });
  });
});

describe("pasting", () => {
  it.each([
    ['Cisco-AVPair += "ip:interface-config=ip mtu 1400",', "ip:interface-config=ip mtu 1400"],
    ['cisco-avpair = "ipsec:addr-pool=FLEX"', "ipsec:addr-pool=FLEX"],
    [' attribute type interface-config "ip mtu 1400"', "ip:interface-config=ip mtu 1400"],
    [
      ' attribute type route-set "prefix 10.0.0.0/8" protocol ipsec',
      "ipsec:route-set=prefix 10.0.0.0/8",
    ],
    ["aaa attribute list BRANCH", null],
    ["!", null],
    ["ip:outacl=NAME", "ip:outacl=NAME"],
  ])("%s", (line, pair) => expect(readLine(line)).toBe(pair));

  it("comes back from IOS as it went", () => {
    const pairs = PAIRS.slice(0, 3);
    expect(parseText(toIos("BRANCH", pairs))).toEqual(pairs);
  });
});

it("says what a line lacks", () => {
  expect(shapeProblem("ip:interface-config=ip mtu 1400")).toBeNull();
  expect(shapeProblem("ip:interface-config")).toContain("name=value");
  expect(shapeProblem("ip:=x")).toContain("No name");
  expect(shapeProblem(`ip:x=${"ä".repeat(130)}`)).toContain("247 octets");
});

it("moves a line and leaves the ends alone", () => {
  expect(move(["a", "b", "c"], 0, 1)).toEqual(["b", "a", "c"]);
  expect(move(["a", "b"], 0, -1)).toEqual(["a", "b"]);
  expect(move(["a", "b"], 1, 2)).toEqual(["a", "b"]);
});
