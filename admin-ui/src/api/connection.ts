import { useSyncExternalStore } from "react";

/** Whether the server answers, and who is signed in as far as the last answer told. */
export type Connection = {
  lostAt: number | null;
  /** True after an answer 401 while the console believed to be signed in. */
  signedOut: boolean;
};

let state: Connection = { lostAt: null, signedOut: false };
const listeners = new Set<() => void>();
const onBack = new Set<() => void>();
let probe: ReturnType<typeof setTimeout> | null = null;

function set(next: Partial<Connection>) {
  state = { ...state, ...next };
  listeners.forEach((l) => l());
}

export function connectionLost() {
  if (state.lostAt === null) set({ lostAt: Date.now() });
  probe ??= setTimeout(() => void ask(), 1000);
}

async function ask() {
  probe = null;
  try {
    const answer = await fetch("/api/v1/health", { cache: "no-store" });
    if (answer.status < 500) {
      connectionBack();
      return;
    }
  } catch {
    // Still away; the next probe follows below.
  }
  probe = setTimeout(() => void ask(), 2000);
}

export function connectionBack() {
  if (state.lostAt === null) return;
  if (probe !== null) clearTimeout(probe);
  probe = null;
  set({ lostAt: null });
  onBack.forEach((l) => l());
}

export function whenBack(listener: () => void): () => void {
  onBack.add(listener);
  return () => onBack.delete(listener);
}

export function setSignedOut(signedOut: boolean) {
  if (state.signedOut !== signedOut) set({ signedOut });
}

export function useConnection(): Connection {
  return useSyncExternalStore(
    (l) => {
      listeners.add(l);
      return () => listeners.delete(l);
    },
    () => state,
  );
}
