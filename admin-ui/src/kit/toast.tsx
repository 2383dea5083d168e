import { useSyncExternalStore } from "react";
import { IconButton } from "./controls";
import type { Tone } from "./state";
import "./toast.css";

type Toast = { id: number; tone: Tone; text: string };
let toasts: Toast[] = [];
let next = 1;
const listeners = new Set<() => void>();
const tell = () => listeners.forEach((l) => l());

/** For what went well and needs no answer. Failures stay where they happened. */
export function toast(text: string, tone: Tone = "good") {
  const id = next++;
  toasts = [...toasts.slice(-2), { id, tone, text }];
  tell();
  setTimeout(() => close(id), 6000);
}

function close(id: number) {
  toasts = toasts.filter((t) => t.id !== id);
  tell();
}

export function Toasts() {
  const shown = useSyncExternalStore(
    (l) => {
      listeners.add(l);
      return () => listeners.delete(l);
    },
    () => toasts,
  );
  return (
    <div className="fx-toasts" role="status" aria-live="polite">
      {shown.map((t) => (
        <div key={t.id} className={`fx-toast ${t.tone}`}>
          <span>{t.text}</span>
          <IconButton icon="cross" label="Dismiss" onClick={() => close(t.id)} />
        </div>
      ))}
    </div>
  );
}
