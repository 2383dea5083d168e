import { useSyncExternalStore } from "react";
import type { Decision, Session } from "./types";

/** What the server tells by itself while a page is open. */
type Events = {
  session: Session;
  sessionRemoved: { id: number };
  decision: Decision;
  /** The server dropped some for this slow reader; lists had better be read again. */
  missed: { sessions: number; decisions: number };
};
type Name = keyof Events;
const NAMES: Name[] = ["session", "sessionRemoved", "decision", "missed"];

export type Stream = { state: "off" | "connecting" | "live" | "lost"; since: number };

const handlers: { [N in Name]: Set<(data: Events[N]) => void> } = {
  session: new Set(),
  sessionRemoved: new Set(),
  decision: new Set(),
  missed: new Set(),
};
const listeners = new Set<() => void>();
let state: Stream = { state: "off", since: Date.now() };
let source: EventSource | null = null;
let retry: ReturnType<typeof setTimeout> | null = null;

function become(next: Stream["state"]) {
  if (state.state === next) return;
  state = { state: next, since: Date.now() };
  listeners.forEach((l) => l());
}

function dispatch<N extends Name>(name: N, text: string) {
  const data = JSON.parse(text) as Events[N] | Events[N][];
  for (const one of Array.isArray(data) ? data : [data]) handlers[name].forEach((h) => h(one));
}

export function openEvents() {
  if (source !== null) return;
  if (state.state === "off") become("connecting");
  const opened = new EventSource("/api/v1/events");
  source = opened;
  opened.onopen = () => become("live");
  for (const name of NAMES)
    opened.addEventListener(name, (e: MessageEvent<string>) => dispatch(name, e.data));
  opened.onerror = () => {
    become("lost");
    // The browser retries a broken line by itself, but gives up for good on an HTTP error.
    if (opened.readyState !== EventSource.CLOSED) return;
    source = null;
    retry = setTimeout(openEvents, 3000);
  };
}

export function closeEvents() {
  if (retry !== null) clearTimeout(retry);
  retry = null;
  source?.close();
  source = null;
  become("off");
}

export function onEvent<N extends Name>(name: N, handler: (data: Events[N]) => void): () => void {
  handlers[name].add(handler);
  return () => {
    handlers[name].delete(handler);
  };
}

export function useStream(): Stream {
  return useSyncExternalStore(
    (l) => {
      listeners.add(l);
      return () => listeners.delete(l);
    },
    () => state,
  );
}

/** How often lists ask by themselves: only while the live line is lost. */
export function pollMillis(stream: Stream): number | false {
  return stream.state === "lost" ? 5000 : false;
}
