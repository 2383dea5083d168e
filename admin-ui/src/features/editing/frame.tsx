import { useBlocker } from "@tanstack/react-router";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { codeOf, Problem, reason, sentence, type DryRun } from "../../api";
import { Button, Dialog, Notice, plural, SaveBar, TextField } from "../../kit";
import type { Change, FormValues } from "./changes";
import { show } from "./changes";
import { CheckButton, DryRunReport } from "./dry-run";
import "./editing.css";

/** The foot of every editor: what will change, what was refused, save and discard. */
export function EditorFoot<F extends FormValues>(p: {
  what: string;
  isNew: boolean;
  labels: Record<keyof F & string, string>;
  changed: Change<F>[];
  busy: boolean;
  failed: unknown;
  /** Why saving makes no sense yet. */
  missing?: string | null;
  readOnly: boolean;
  /** The same write as a dry run. */
  check?: () => Promise<DryRun>;
  /** Saves although a policy test fails. */
  onForce?: () => void;
  onSave: () => void;
  onDiscard: () => void;
}) {
  const dirty = p.changed.length > 0;
  const box = useRef<HTMLDivElement>(null);
  // Saved from the top of a long form, the refusal would stand below the fold.
  useEffect(() => {
    if (p.failed) box.current?.scrollIntoView({ block: "nearest" });
  }, [p.failed]);
  const [looking, setLooking] = useState(false);
  const blocker = useBlocker({
    shouldBlockFn: () => dirty && !p.busy,
    enableBeforeUnload: false,
    withResolver: true,
    disabled: !dirty || p.isNew,
  });
  if (p.readOnly) return null;
  return (
    <>
      {p.failed ? (
        <div ref={box} className="conflict-box">
          <Notice tone="bad" live title={`${p.what} is not saved`}>
            <p>{reason(p.failed)}</p>
            {p.failed instanceof Problem && p.failed.fields.length > 0 ? (
              <ul className="refused">
                {p.failed.fields.map((f) => (
                  <li key={f.field + f.message}>
                    <b>{p.labels[f.field as keyof F & string] ?? f.field}</b>: {sentence(f)}
                  </li>
                ))}
              </ul>
            ) : null}
            {codeOf(p.failed) ? (
              <p className="fx-dim">
                Code <code>{codeOf(p.failed)}</code>
              </p>
            ) : null}
            {p.onForce && codeOf(p.failed) === "POLICY_TEST_FAILED" ? (
              <div className="fx-buttons">
                <Button kind="danger" busy={p.busy} onClick={p.onForce}>
                  Save although the test fails
                </Button>
              </div>
            ) : null}
          </Notice>
        </div>
      ) : null}
      {dirty || p.isNew ? (
        <SaveBar
          note={
            p.isNew ? (
              (p.missing ?? "Nothing is stored until you create it.")
            ) : (
              <button
                type="button"
                className="linkish"
                aria-expanded={looking}
                onClick={() => setLooking(!looking)}
              >
                {plural(p.changed.length, "field")} changed
              </button>
            )
          }
        >
          <Button onClick={p.onDiscard} disabled={p.busy}>
            {p.isNew ? "Cancel" : "Discard changes"}
          </Button>
          {p.check ? (
            <CheckButton what={p.what} check={p.check} disabled={Boolean(p.missing)} />
          ) : null}
          <Button
            kind="primary"
            busy={p.busy}
            disabled={Boolean(p.missing)}
            hint={p.missing ?? undefined}
            onClick={p.onSave}
          >
            {p.isNew ? `Create ${p.what}` : "Save changes"}
          </Button>
          {looking && !p.isNew ? (
            <table className="conflict diff">
              <tbody>
                {p.changed.map((c) => (
                  <tr key={c.field}>
                    <th scope="row">{p.labels[c.field]}</th>
                    <td className="was">{show(c.before)}</td>
                    <td>{show(c.after)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          ) : null}
        </SaveBar>
      ) : null}
      {blocker.status === "blocked" ? (
        <Dialog open title="Leave without saving?" onClose={() => blocker.reset()} width={420}>
          <p>
            {plural(p.changed.length, "changed field")} of {p.what} would be lost.
          </p>
          <div className="fx-buttons end">
            <Button kind="primary" autoFocus onClick={() => blocker.reset()}>
              Stay here
            </Button>
            <Button kind="danger" onClick={() => blocker.proceed()}>
              Leave and lose them
            </Button>
          </div>
        </Dialog>
      ) : null}
    </>
  );
}

/**
 * Asks once, naming what goes with it. Where a delete hurts, the server is asked whom it touches and the name has to be
 * typed.
 */
export function DeleteButton(p: {
  what: string;
  effect: ReactNode;
  /** "Revoke" where deleting is another word. */
  verb?: string;
  /** To be typed before the button works. */
  typed?: string;
  check?: () => Promise<DryRun>;
  onDelete: () => Promise<void>;
}) {
  const verb = p.verb ?? "Delete";
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  const [typed, setTyped] = useState("");
  const [answer, setAnswer] = useState<DryRun | null>(null);
  async function run() {
    setBusy(true);
    setFailed(null);
    try {
      await p.onDelete();
      setOpen(false);
    } catch (e) {
      setFailed(reason(e));
    } finally {
      setBusy(false);
    }
  }
  function ask() {
    setOpen(true);
    setTyped("");
    setFailed(null);
    setAnswer(null);
    p.check?.().then(setAnswer, (e: unknown) => setFailed(reason(e)));
  }
  return (
    <>
      <Button {...(p.verb ? {} : { icon: "trash" as const })} onClick={ask}>
        {verb}
      </Button>
      <Dialog open={open} title={`${verb} ${p.what}?`} onClose={() => setOpen(false)} width={460}>
        <p>{p.effect}</p>
        {answer && (answer.liveSessions !== null || answer.effects.length > 0) ? (
          <DryRunReport answer={{ ...answer, changes: [] }} brief />
        ) : null}
        {p.typed ? (
          <TextField
            label={`Type ${p.typed} to confirm`}
            value={typed}
            onChange={setTyped}
            mono
            autoFocus
          />
        ) : null}
        {failed ? (
          <Notice tone="bad" live title={`${verb}: not done`}>
            {failed}
          </Notice>
        ) : null}
        <div className="fx-buttons end">
          <Button onClick={() => setOpen(false)}>Keep it</Button>
          <Button
            kind="danger"
            busy={busy}
            disabled={p.typed !== undefined && typed.trim() !== p.typed}
            onClick={() => void run()}
          >
            {verb} {p.what}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
