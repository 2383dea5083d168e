import { useState } from "react";
import { codeOf, Problem, reason, sentence, type DryRun } from "../../api";
import { Button, Dialog, Loading, Notice, plural } from "../../kit";
import { show } from "./changes";
import "./editing.css";

const VERDICT: Record<string, string> = {
  create: "is created",
  change: "is changed",
  same: "stays as it is",
  delete: "is deleted",
};

const text = (v: unknown): string =>
  v === undefined || v === null
    ? "nothing"
    : typeof v === "string" || typeof v === "boolean"
      ? show(v)
      : Array.isArray(v) && v.every((e) => typeof e === "string")
        ? show(v)
        : JSON.stringify(v);

/** How many running sessions a change touches, in words; null when the server did not count. */
export function liveWords(n: number | null): string | null {
  if (n === null) return null;
  if (n === 0) return "No live session would get anything else than it has now.";
  return `${plural(n, "live session")} would get something else than ${n === 1 ? "it has" : "they have"} now, from the next connection on or by a push.`;
}

/** What the server says a write would do: whom it touches, what follows, field by field. */
export function DryRunReport({ answer, brief }: { answer: DryRun; brief?: boolean }) {
  const live = liveWords(answer.liveSessions);
  return (
    <div className="dyn">
      {live ? <Notice tone={answer.liveSessions ? "warn" : "good"} title={live} /> : null}
      {answer.warnings.map((w) => (
        <Notice key={w} tone="warn">
          {w}
        </Notice>
      ))}
      {answer.effects.length > 0 ? (
        <ul className="refused">
          {answer.effects.map((e) => (
            <li key={e}>{e}</li>
          ))}
        </ul>
      ) : null}
      {answer.changes.map((c) => (
        <div key={`${c.kind}${c.name}`}>
          <h3>
            {c.kind} {c.name} {VERDICT[c.verdict] ?? c.verdict}
          </h3>
          {c.fields.length > 0 ? (
            <div className="conflict-scroll">
              <table className="conflict">
                <thead>
                  <tr>
                    <th scope="col">Field</th>
                    <th scope="col">Now</th>
                    <th scope="col">Then</th>
                  </tr>
                </thead>
                <tbody>
                  {c.fields.map((f) => (
                    <tr key={f.field}>
                      <th scope="row">{f.field}</th>
                      <td>{text(f.from)}</td>
                      <td>{text(f.to)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          ) : null}
        </div>
      ))}
      {answer.changes.length === 0 && !brief ? <p>Nothing would change.</p> : null}
    </div>
  );
}

/** Asks the server what a save would do, without saving. */
export function CheckButton(p: { what: string; check: () => Promise<DryRun>; disabled?: boolean }) {
  const [open, setOpen] = useState(false);
  const [answer, setAnswer] = useState<DryRun | null>(null);
  const [failed, setFailed] = useState<unknown>(null);
  async function run() {
    setOpen(true);
    setAnswer(null);
    setFailed(null);
    try {
      setAnswer(await p.check());
    } catch (e) {
      setFailed(e);
    }
  }
  return (
    <>
      <Button
        onClick={() => void run()}
        disabled={p.disabled ?? false}
        hint="A dry run: the server goes through with it and takes it back"
      >
        What would change?
      </Button>
      <Dialog
        open={open}
        title={`${p.what[0]?.toUpperCase() ?? ""}${p.what.slice(1)}, if saved now`}
        onClose={() => setOpen(false)}
        width={640}
      >
        {answer ? <DryRunReport answer={answer} /> : null}
        {failed ? (
          <Notice tone="bad" live title="It would be refused">
            <p>{reason(failed)}</p>
            {failed instanceof Problem && failed.fields.length > 0 ? (
              <ul className="refused">
                {failed.fields.map((f) => (
                  <li key={f.field + f.message}>
                    <b>{f.field}</b>: {sentence(f)}
                  </li>
                ))}
              </ul>
            ) : null}
            {codeOf(failed) ? (
              <p className="fx-dim">
                Code <code>{codeOf(failed)}</code>
              </p>
            ) : null}
          </Notice>
        ) : null}
        {!answer && !failed ? <Loading what="the server's verdict" /> : null}
        <div className="fx-buttons end">
          <Button kind="primary" autoFocus onClick={() => setOpen(false)}>
            Back to the editor
          </Button>
        </div>
      </Dialog>
    </>
  );
}
