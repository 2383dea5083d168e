import { useSyncExternalStore } from "react";

let now = Date.now();
let timer: ReturnType<typeof setInterval> | null = null;
const listeners = new Set<() => void>();

/** One tick a second for everything that shows an age; stops when nothing does or the tab is hidden. */
export function useNow(): number {
  return useSyncExternalStore(
    (l) => {
      listeners.add(l);
      timer ??= setInterval(() => {
        if (document.hidden) return;
        now = Date.now();
        listeners.forEach((each) => each());
      }, 1000);
      return () => {
        listeners.delete(l);
        if (listeners.size === 0 && timer !== null) {
          clearInterval(timer);
          timer = null;
        }
      };
    },
    () => now,
  );
}
