import { expect, it } from "vitest";
import type { PolicyPreview } from "../../api";
import { asTest, emptyPreview, previewQuery, profile } from "./form";

const form = emptyPreview(" br1.example.com ", "hub-1");
const seen = { accepted: true } as PolicyPreview;

it("asks only what differs from the usual", () => {
  expect(previewQuery(form)).toEqual({ peer: "br1.example.com", nas: "hub-1" });
  expect(
    previewQuery({ ...form, method: "cert", override: true, cached: "no", groups: "a\nb" }),
  ).toEqual({
    peer: "br1.example.com",
    nas: "hub-1",
    method: "cert",
    override: true,
    cached: false,
    group: ["a", "b"],
  });
});

it("keeps the profile with a test, but only if there is one", () => {
  expect(asTest(form, seen, ["Framed-IP-Address=10.0.0.1"])).toEqual({
    peer: "br1.example.com",
    nas: "hub-1",
    accepted: true,
    has: ["Framed-IP-Address=10.0.0.1"],
  });
  expect(asTest({ ...form, override: true }, seen, []).profile).toEqual({ override: true });
  expect(profile(form)).toEqual({});
});
