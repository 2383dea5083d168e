import { expect, it } from "vitest";
import type { Decision } from "../../api";
import { decisionMatcher, prepend } from "./feed";

const decision = (id: number, more: Partial<Decision> = {}): Decision => ({
  id,
  at: "2026-11-23T12:00:00Z",
  result: "reject",
  peer: "br17",
  nasId: 1,
  nas: "hub-1",
  nasAddress: "192.0.2.1",
  kind: "psk",
  reason: "PEER_DISABLED",
  sentence: "Rejected: peer br17 is disabled",
  latencyMicros: 300,
  callingStationId: null,
  auditSessionId: null,
  trace: [],
  nearest: [],
  ...more,
});

it("puts the newest first, each once, and forgets the oldest", () => {
  const list = prepend([decision(3), decision(2)], [decision(4), decision(5), decision(3)], 4);
  expect(list.map((d) => d.id)).toEqual([5, 4, 3, 2]);
  expect(prepend(list, [decision(6)], 4).map((d) => d.id)).toEqual([6, 5, 4, 3]);
});

it("filters the stream as the server filters the list", () => {
  expect(decisionMatcher({ result: "accept" })(decision(1))).toBe(false);
  expect(decisionMatcher({ result: "reject", nas: "hub-1", peer: "br17" })(decision(1))).toBe(true);
  expect(decisionMatcher({ q: "DISABLED" })(decision(1))).toBe(true);
  expect(decisionMatcher({ q: "expired" })(decision(1))).toBe(false);
});
