import type { ReactNode } from "react";
import { IconButton } from "./controls";
import { Icon } from "./icons";
import "./page.css";

export function Page(p: {
  title: ReactNode;
  /** One line under or beside the title: counts, age of the data. */
  sub?: ReactNode;
  actions?: ReactNode;
  back?: ReactNode;
  /** A list fills the window and scrolls inside; other pages scroll as a whole. */
  fill?: boolean;
  children: ReactNode;
}) {
  return (
    <div className={p.fill ? "fx-page fill" : "fx-page"}>
      <header className="fx-page-head">
        {p.back}
        <h1>{p.title}</h1>
        {p.sub ? <span className="fx-page-sub">{p.sub}</span> : null}
        <div className="fx-page-actions">{p.actions}</div>
      </header>
      {p.children}
    </div>
  );
}

/** The list and, beside it, what the chosen row holds. Not modal: the list stays usable. */
export function Split(p: { side: ReactNode | null; children: ReactNode }) {
  return (
    <div className={p.side ? "fx-split open" : "fx-split"}>
      <div className="fx-split-main">{p.children}</div>
      {p.side}
    </div>
  );
}

export function SidePanel(p: {
  title: ReactNode;
  label: string;
  onClose: () => void;
  actions?: ReactNode;
  children: ReactNode;
}) {
  return (
    <aside
      className="fx-side"
      aria-label={p.label}
      onKeyDown={(e) => {
        if (e.key === "Escape") p.onClose();
      }}
    >
      <header className="fx-side-head">
        <h2>{p.title}</h2>
        {p.actions}
        <IconButton icon="cross" label="Close the panel" onClick={p.onClose} />
      </header>
      <div className="fx-side-body">{p.children}</div>
    </aside>
  );
}

export function Tabs<T extends string>(p: {
  label: string;
  value: T;
  tabs: { value: T; label: ReactNode }[];
  onChange: (value: T) => void;
  children: ReactNode;
}) {
  const at = p.tabs.findIndex((t) => t.value === p.value);
  return (
    <div className="fx-tabs">
      <div
        role="tablist"
        aria-label={p.label}
        className="fx-tablist"
        onKeyDown={(e) => {
          const step = e.key === "ArrowRight" ? 1 : e.key === "ArrowLeft" ? -1 : 0;
          const next = p.tabs[(at + step + p.tabs.length) % p.tabs.length];
          if (step === 0 || !next) return;
          p.onChange(next.value);
          document.getElementById(`tab-${next.value}`)?.focus();
        }}
      >
        {p.tabs.map((t) => (
          <button
            key={t.value}
            id={`tab-${t.value}`}
            type="button"
            role="tab"
            aria-selected={t.value === p.value}
            aria-controls={`panel-${t.value}`}
            tabIndex={t.value === p.value ? 0 : -1}
            onClick={() => p.onChange(t.value)}
          >
            {t.label}
          </button>
        ))}
      </div>
      <div
        role="tabpanel"
        id={`panel-${p.value}`}
        aria-labelledby={`tab-${p.value}`}
        tabIndex={0}
        className="fx-tabpanel"
      >
        {p.children}
      </div>
    </div>
  );
}

/** Stays at the lower edge of an editor while there is something to save. */
export function SaveBar(p: { children: ReactNode; note: ReactNode }) {
  return (
    <div className="fx-savebar">
      <span className="fx-savebar-note">{p.note}</span>
      <div className="fx-buttons">{p.children}</div>
    </div>
  );
}

export function LivePill(p: { count: number; what: string; onShow: () => void }) {
  if (p.count === 0) return null;
  return (
    <button type="button" className="fx-pill" onClick={p.onShow}>
      <Icon name="up" size={12} />
      {p.count} new {p.what}
    </button>
  );
}
