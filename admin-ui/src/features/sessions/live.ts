import type { Session } from "../../api";

/**
 * What the event stream adds to a list already on the screen. Rows on the screen change in place; sessions that are
 * not on it are only counted until the operator asks for them, so nothing moves under the pointer.
 */
export type Live = {
  readonly updates: ReadonlyMap<number, Session>;
  readonly ended: ReadonlySet<number>;
  readonly fresh: ReadonlySet<number>;
  readonly rates: ReadonlyMap<number, readonly number[]>;
};

export type SessionEvent = { kind: "changed"; session: Session } | { kind: "removed"; id: number };

export const NOTHING: Live = {
  updates: new Map(),
  ended: new Set(),
  fresh: new Set(),
  rates: new Map(),
};

const RATE_SAMPLES = 30;

export function apply(
  live: Live,
  events: readonly SessionEvent[],
  shown: ReadonlySet<number>,
  wanted: (session: Session) => boolean,
): Live {
  const updates = new Map(live.updates);
  const ended = new Set(live.ended);
  const fresh = new Set(live.fresh);
  const rates = new Map(live.rates);
  for (const event of events) {
    if (event.kind === "removed") {
      fresh.delete(event.id);
      if (shown.has(event.id)) ended.add(event.id);
      continue;
    }
    const { session } = event;
    if (shown.has(session.id)) {
      updates.set(session.id, session);
      if (session.rxRate !== null || session.txRate !== null) {
        const before = rates.get(session.id) ?? [];
        const sum = (session.rxRate ?? 0) + (session.txRate ?? 0);
        rates.set(session.id, [...before, sum].slice(-RATE_SAMPLES));
      }
    } else if (wanted(session)) {
      fresh.add(session.id);
    }
  }
  return { updates, ended, fresh, rates };
}

/** The row as last reported, from the list or from the stream, whichever is newer. */
export function merged(row: Session, live: Live): Session {
  const update = live.updates.get(row.id);
  const newest =
    update && Date.parse(update.lastReportAt) >= Date.parse(row.lastReportAt) ? update : row;
  return live.ended.has(row.id) && newest.state !== "ended"
    ? { ...newest, state: "ended" }
    : newest;
}

/** Whether a session the stream tells of belongs to the filtered list; the server decides when it is fetched. */
export function matcher(params: Record<string, string>): (session: Session) => boolean {
  const { state, peer, q } = params;
  const words = (q ?? "").toLowerCase();
  return (s) => {
    if (state && state !== "all" && s.state !== state) return false;
    if (peer && s.peer !== peer) return false;
    if (!words) return true;
    return [
      s.peer,
      s.userName,
      s.nas,
      s.framedIp,
      s.framedIpv6,
      s.callingStationId,
      s.auditSessionId,
    ]
      .filter((v) => v !== null)
      .some((v) => v.toLowerCase().includes(words));
  };
}
