import { useEffect, useMemo, useRef, useState } from "react";
import { onEvent, type Session } from "../../api";
import { apply, merged, NOTHING, type Live, type SessionEvent } from "./live";

const BATCH_MS = 250;

/** The list's rows with the live changes in them; `fresh` counts what is not in the list yet. */
export function useLive(
  rows: Session[],
  wanted: (session: Session) => boolean,
  paused: boolean,
  onMissed: () => void,
) {
  const [live, setLive] = useState<Live>(NOTHING);
  const queue = useRef<SessionEvent[]>([]);
  const [waiting, setWaiting] = useState(0);
  const ids = useMemo(() => new Set(rows.map((r) => r.id)), [rows]);
  const latest = useRef({ ids, wanted, paused, onMissed });
  latest.current = { ids, wanted, paused, onMissed };

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const flush = () => {
      timer = null;
      if (latest.current.paused) {
        setWaiting(queue.current.length);
        return;
      }
      const events = queue.current;
      queue.current = [];
      setWaiting(0);
      setLive((l) => apply(l, events, latest.current.ids, latest.current.wanted));
    };
    const push = (event: SessionEvent) => {
      queue.current.push(event);
      timer ??= setTimeout(flush, BATCH_MS);
    };
    const stops = [
      onEvent("session", (session) => push({ kind: "changed", session })),
      onEvent("sessionRemoved", ({ id }) => push({ kind: "removed", id })),
      onEvent("missed", () => latest.current.onMissed()),
    ];
    return () => {
      stops.forEach((stop) => stop());
      if (timer !== null) clearTimeout(timer);
    };
  }, []);

  useEffect(() => {
    if (paused || queue.current.length === 0) return;
    const events = queue.current;
    queue.current = [];
    setWaiting(0);
    setLive((l) => apply(l, events, latest.current.ids, latest.current.wanted));
  }, [paused]);

  const shown = useMemo(() => rows.map((r) => merged(r, live)), [rows, live]);
  return {
    rows: shown,
    rates: live.rates,
    fresh: live.fresh.size,
    waiting,
    /** After the list was read again: what was new is in it now. */
    settle: () => setLive((l) => ({ ...l, fresh: new Set() })),
    restart: () => {
      queue.current = [];
      setWaiting(0);
      setLive(NOTHING);
    },
  };
}
