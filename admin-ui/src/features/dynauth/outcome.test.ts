import { describe, expect, it } from "vitest";
import type { DynAuthResult } from "../../api";
import { tellAfter, tellCoa, tellDisconnect } from "./outcome";

const result = (more: Partial<DynAuthResult>): DynAuthResult => ({
  id: 1,
  at: "2026-11-23T12:00:00Z",
  actor: "admin",
  kind: "disconnect",
  outcome: "ack",
  attempts: 1,
  roundTripMillis: 4,
  confirmed: false,
  confirmedAfterMillis: null,
  identifiedBy: null,
  errorCause: null,
  message: "",
  auditSessionId: null,
  nas: "hub-1",
  peer: "br1",
  sessionId: 1,
  ...more,
});
const hub = { nas: "hub-1" };

describe("a disconnect", () => {
  it("is done only when Accounting-Stop says so", () => {
    const told = tellDisconnect(result({ confirmed: true, confirmedAfterMillis: 812 }), hub);
    expect(told.tone).toBe("good");
    expect(told.lines[1]).toBe("Gone, confirmed by Accounting-Stop after 812 ms.");
  });

  it("that was only ACKed is a warning", () => {
    const told = tellDisconnect(result({}), hub);
    expect(told.tone).toBe("warn");
    expect(told.title).toBe("ACKed, but not confirmed");
  });

  it("that was refused names the Error-Cause", () => {
    const told = tellDisconnect(
      result({ outcome: "nak", errorCause: { code: 503, name: "Session-Context-Not-Found" } }),
      hub,
    );
    expect(told.tone).toBe("bad");
    expect(told.lines[0]).toContain("Error-Cause 503, Session-Context-Not-Found");
  });

  it("without an answer says how often it was asked", () => {
    const told = tellDisconnect(
      result({ outcome: "timeout", attempts: 3, roundTripMillis: null }),
      hub,
    );
    expect(told.lines[0]).toBe("hub-1 did not answer after 3 attempts.");
  });
});

it("tells of a CoA that took two attempts", () => {
  expect(tellCoa(result({ kind: "coa", attempts: 2 }), hub).lines[0]).toBe(
    "hub-1 sent CoA-ACK on attempt 2 in 4.0 ms; the tunnel stayed up.",
  );
});

it("believes accounting more than an ACK", () => {
  const now = Date.parse("2026-11-23T12:00:10Z");
  const still = tellAfter({ kind: "reporting", at: "2026-11-23T12:00:06Z" }, now);
  expect(still.tone).toBe("bad");
  expect(still.lines[0]).toContain("came 4s ago, after the ACK");
  expect(tellAfter({ kind: "gone" }, now).tone).toBe("good");
});
