import { expect, it } from "vitest";
import type { TlsIdentity } from "../../api";
import { endingSoon } from "./ending";

const NOW = Date.parse("2026-11-24T00:00:00Z");
const shows = (use: TlsIdentity["use"], notAfter: string, revokedAt: string | null = null) =>
  ({ use, certificate: { notAfter, revokedAt } }) as TlsIdentity;

it("names what ends within a month, soonest first", () => {
  const found = endingSoon(
    [shows("eap", "2027-11-24T00:00:00Z"), shows("radsec", "2026-12-06T00:00:00Z")],
    [
      { name: "old", notAfter: "2026-11-20T00:00:00Z", enabled: true },
      { name: "unused", notAfter: "2026-11-20T00:00:00Z", enabled: false },
    ],
    NOW,
  );
  expect(found.map((e) => [e.what, e.ended])).toEqual([
    ["Authority old", true],
    ["The certificate that RadSec shows", false],
  ]);
});

it("takes a revoked certificate for one that ended", () => {
  expect(
    endingSoon([shows("eap", "2027-11-24T00:00:00Z", "2026-11-23T00:00:00Z")], [], NOW)[0]?.ended,
  ).toBe(true);
  expect(endingSoon([{ use: "eap", certificate: null }], [], NOW)).toEqual([]);
});
