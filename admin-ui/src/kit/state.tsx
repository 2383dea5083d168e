import type { ReactNode } from "react";
import { Icon, type IconName } from "./icons";
import { Button } from "./controls";
import "./state.css";

export type Tone = "good" | "warn" | "bad" | "info" | "idle";

/** A state is always colour, icon and word together. */
export function State(p: { tone: Tone; icon: IconName; children: ReactNode; stale?: boolean }) {
  return (
    <span className={`fx-state ${p.tone}${p.stale ? " stale" : ""}`}>
      <Icon name={p.icon} size={12} />
      {p.children}
    </span>
  );
}

/** What a page says when there is nothing to show: why, and what to do. */
export function Empty(p: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="fx-empty">
      <h2>{p.title}</h2>
      {p.children ? <div className="fx-empty-text">{p.children}</div> : null}
      {p.action ? <div className="fx-empty-action">{p.action}</div> : null}
    </div>
  );
}

export function Loading({ what }: { what: string }) {
  return (
    <div className="fx-loading" role="status">
      <span className="fx-loading-bar" />
      Loading {what} …
    </div>
  );
}

export function Notice(p: {
  tone: Tone;
  title?: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  /** Read out when it appears; for answers to something the operator just did. */
  live?: boolean;
}) {
  const icon: Record<Tone, IconName> = {
    good: "check",
    warn: "warn",
    bad: "cross",
    info: "help",
    idle: "clock",
  };
  return (
    <div className={`fx-notice ${p.tone}`} role={p.live ? "status" : undefined}>
      <span className="fx-notice-icon">
        <Icon name={icon[p.tone]} />
      </span>
      <div className="fx-notice-body">
        {p.title ? <div className="fx-notice-title">{p.title}</div> : null}
        {p.children}
      </div>
      {p.action ? <div className="fx-notice-action">{p.action}</div> : null}
    </div>
  );
}

/** A failed read: what was asked, what came back, and a way to ask again. */
export function Failed(p: {
  what: string;
  reason: string;
  code?: string | undefined;
  onRetry?: () => void;
}) {
  return (
    <div className="fx-failed" role="alert">
      <Notice
        tone="bad"
        title={`Could not load ${p.what}`}
        action={
          p.onRetry ? (
            <Button icon="refresh" onClick={p.onRetry}>
              Try again
            </Button>
          ) : undefined
        }
      >
        <p>{p.reason}</p>
        {p.code ? (
          <p className="fx-code-line">
            Code <code>{p.code}</code>
          </p>
        ) : null}
      </Notice>
    </div>
  );
}

export function Panel(p: {
  title?: ReactNode;
  action?: ReactNode;
  children: ReactNode;
  flush?: boolean;
}) {
  return (
    <section className="fx-panel">
      {p.title ? (
        <header className="fx-panel-head">
          <h2>{p.title}</h2>
          {p.action}
        </header>
      ) : null}
      <div className={p.flush ? "" : "fx-panel-body"}>{p.children}</div>
    </section>
  );
}

/** Name and value pairs, values selectable and in mono where they are identifiers. */
export function Facts({ rows }: { rows: [string, ReactNode][] }) {
  return (
    <dl className="fx-facts">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
