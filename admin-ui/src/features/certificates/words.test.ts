import { expect, it } from "vitest";
import { base64, life, lines, octets, shortName } from "./words";

const NOW = Date.parse("2026-11-24T00:00:00Z");
const cert = {
  state: "valid" as const,
  notBefore: "2026-01-01T00:00:00Z",
  notAfter: "2027-11-24T00:00:00Z",
  revokedAt: null,
};

it("warns a month before the end, in words and not by colour alone", () => {
  expect(life(cert, NOW)).toEqual({ tone: "good", icon: "check", text: "Valid" });
  expect(life({ ...cert, notAfter: "2026-12-20T00:00:00Z" }, NOW)).toEqual({
    tone: "warn",
    icon: "clock",
    text: "Ends in 26d",
  });
  expect(life({ ...cert, state: "expired", notAfter: "2026-11-21T00:00:00Z" }, NOW).text).toBe(
    "Expired 3d ago",
  );
});

it("takes PKCS#12 through base64 unharmed", () => {
  const all = Uint8Array.from({ length: 256 }, (_, i) => i);
  expect(octets(base64(all))).toEqual(all);
});

it("calls a certificate by its first name", () => {
  expect(shortName({ names: ["dns:hub1.example.com"], subject: "CN=x" })).toBe("hub1.example.com");
  expect(shortName({ names: [], subject: "CN=anna,O=Example" })).toBe("anna");
});

it("reads names line by line", () => {
  expect(lines(" dns:a.example \n\nip:192.0.2.1\n")).toEqual(["dns:a.example", "ip:192.0.2.1"]);
});
