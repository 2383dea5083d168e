import { describe, expect, it } from "vitest";
import type { Session } from "../../api";
import { apply, matcher, merged, NOTHING } from "./live";

const session = (id: number, more: Partial<Session> = {}): Session => ({
  id,
  state: "up",
  auditSessionId: `audit-${id}`,
  acctSessionId: String(id),
  peer: `br${id}`,
  userName: `br${id}`,
  group: null,
  nasId: 1,
  nas: "hub-1",
  nasAddress: "192.0.2.1",
  framedIp: `10.99.0.${id}`,
  framedIpv6: null,
  callingStationId: null,
  authMethod: null,
  interface: null,
  startedAt: "2026-11-23T12:00:00Z",
  lastReportAt: "2026-11-23T12:00:00Z",
  endedAt: null,
  sessionSeconds: 0,
  rxBytes: 0,
  txBytes: 0,
  rxPackets: 0,
  txPackets: 0,
  rxRate: null,
  txRate: null,
  terminateCause: null,
  flags: [],
  ...more,
});

const all = () => true;

describe("a live list", () => {
  it("changes rows in place and keeps their order", () => {
    const rows = [session(1), session(2)];
    const live = apply(
      NOTHING,
      [
        {
          kind: "changed",
          session: session(2, { rxRate: 800, txRate: 200, lastReportAt: "2026-11-23T12:00:05Z" }),
        },
      ],
      new Set([1, 2]),
      all,
    );
    expect(rows.map((r) => merged(r, live).id)).toEqual([1, 2]);
    expect(rows.map((r) => merged(r, live).rxRate)).toEqual([null, 800]);
    expect(live.rates.get(2)).toEqual([1000]);
    expect(live.fresh.size).toBe(0);
  });

  it("only counts what is new, once, and only if the filter wants it", () => {
    const events = [
      { kind: "changed", session: session(7) },
      { kind: "changed", session: session(7) },
      { kind: "changed", session: session(8, { nas: "hub-2" }) },
    ] as const;
    const live = apply(NOTHING, events, new Set([1]), (s) => s.nas === "hub-1");
    expect([...live.fresh]).toEqual([7]);
    expect(live.updates.size).toBe(0);
  });

  it("keeps the row of a session that ended and says so", () => {
    const live = apply(
      NOTHING,
      [
        { kind: "changed", session: session(9) },
        { kind: "removed", id: 1 },
        { kind: "removed", id: 9 },
      ],
      new Set([1]),
      all,
    );
    expect(merged(session(1), live).state).toBe("ended");
    expect(live.fresh.size).toBe(0);
  });

  it("does not let an older event overwrite a newer row", () => {
    const live = apply(
      NOTHING,
      [{ kind: "changed", session: session(1, { rxBytes: 5 }) }],
      new Set([1]),
      all,
    );
    const newer = session(1, { rxBytes: 9, lastReportAt: "2026-11-23T12:01:00Z" });
    expect(merged(newer, live).rxBytes).toBe(9);
  });

  it("remembers a bounded number of rates", () => {
    let live = NOTHING;
    for (let i = 0; i < 100; i++)
      live = apply(
        live,
        [{ kind: "changed", session: session(1, { rxRate: i, txRate: 0 }) }],
        new Set([1]),
        all,
      );
    expect(live.rates.get(1)).toHaveLength(30);
    expect(live.rates.get(1)?.at(-1)).toBe(99);
  });
});

it("matches like the server: state, peer, words in names and addresses", () => {
  expect(matcher({ state: "up" })(session(1, { state: "stale" }))).toBe(false);
  expect(matcher({ state: "all" })(session(1, { state: "stale" }))).toBe(true);
  expect(matcher({ peer: "br1" })(session(1))).toBe(true);
  expect(matcher({ peer: "br" })(session(1))).toBe(false);
  expect(matcher({ q: "10.99.0.1" })(session(1))).toBe(true);
  expect(matcher({ q: "AUDIT-1" })(session(1))).toBe(true);
  expect(matcher({ q: "hub-9" })(session(1))).toBe(false);
});
