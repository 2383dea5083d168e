import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { api, must, onEvent, reason, type DynAuthResult, type Session } from "../../api";
import {
  bitRate,
  Button,
  curl,
  Dialog,
  Notice,
  plural,
  ShowAs,
  TextField,
  useNow,
} from "../../kit";
import { tellAfter, tellDisconnect, type After } from "./outcome";
import { OutcomeNotice } from "./outcome-notice";
import "./dynauth.css";

type Row = {
  session: Session;
  result: DynAuthResult | null;
  failed: string | null;
  busy: boolean;
  /** What accounting said after an ACK that it had not confirmed. */
  after: After | null;
};

/** From this many on, the count has to be typed. */
const TYPE_THE_COUNT = 10;
const AT_ONCE = 4;

export function DisconnectDialog(p: { sessions: Session[]; onClose: () => void }) {
  const client = useQueryClient();
  const [rows, setRows] = useState<Row[]>(
    p.sessions.map((session) => ({
      session,
      result: null,
      failed: null,
      busy: false,
      after: null,
    })),
  );
  const [started, setStarted] = useState(false);
  const [typed, setTyped] = useState("");
  const n = rows.length;
  const busy = rows.some((r) => r.busy);
  const done = rows.filter((r) => r.result !== null || r.failed !== null).length;
  const isGone = (r: Row) => r.result?.confirmed === true || r.after?.kind === "gone";
  const confirmed = rows.filter(isGone).length;
  const first = rows[0];
  const mustType = n >= TYPE_THE_COUNT;

  const set = (id: number, change: Partial<Row>) =>
    setRows((all) => all.map((r) => (r.session.id === id ? { ...r, ...change } : r)));

  // An ACK is a promise; what accounting says afterwards is the truth.
  useEffect(() => {
    const learn = (id: number, told: After) =>
      setRows((all) =>
        all.map((r) => {
          const open = r.session.id === id && r.result?.outcome === "ack" && !r.result.confirmed;
          const later =
            told.kind === "gone" || Date.parse(told.at) > Date.parse(r.result?.at ?? "");
          return open && later ? { ...r, after: told } : r;
        }),
      );
    const stops = [
      onEvent("session", (s) => learn(s.id, { kind: "reporting", at: s.lastReportAt })),
      onEvent("sessionRemoved", ({ id }) => learn(id, { kind: "gone" })),
    ];
    return () => stops.forEach((stop) => stop());
  }, []);

  async function one(session: Session) {
    set(session.id, { busy: true, failed: null, after: null });
    try {
      const result = (await must(
        api.POST("/api/v1/sessions/{id}/disconnect", {
          params: { path: { id: session.id } },
          body: {},
        }),
      )) as DynAuthResult;
      set(session.id, { result, busy: false });
    } catch (e) {
      set(session.id, { failed: reason(e), busy: false });
    }
  }

  async function run() {
    setStarted(true);
    const queue = rows.filter((r) => !isGone(r)).map((r) => r.session);
    const worker = async () => {
      for (let next = queue.shift(); next; next = queue.shift()) await one(next);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    await client.invalidateQueries({ queryKey: ["sessions"] });
  }

  if (!first) return null;
  const hubs = [...new Set(p.sessions.map((s) => s.nas))];
  const traffic = p.sessions.reduce((sum, s) => sum + (s.rxRate ?? 0) + (s.txRate ?? 0), 0);
  const title = n === 1 ? `Disconnect ${first.session.peer}` : `Disconnect ${n} sessions`;

  return (
    <Dialog open title={title} onClose={p.onClose} width={600} keepOnOutsideClick={started}>
      <div className="dyn">
        {!started ? (
          <>
            <p>
              {n === 1 ? (
                <>
                  The server asks <b>{first.session.nas}</b> to end the session of{" "}
                  <b>{first.session.peer}</b>
                  {first.session.framedIp ? ` (${first.session.framedIp})` : ""} and waits for its
                  Accounting-Stop.
                </>
              ) : (
                <>
                  The server asks {hubs.length === 1 ? <b>{hubs[0]}</b> : <b>{hubs.length} hubs</b>}{" "}
                  to end <b>{n} sessions</b>, {AT_ONCE} at a time, and waits for each
                  Accounting-Stop.
                </>
              )}{" "}
              {n === 1 ? "It carries" : "They carry"} {bitRate(traffic)} now. A peer whose client
              reconnects by itself will come back; disable the peer first to keep it out.
            </p>
            {n > 1 ? (
              <ul className="dyn-names">
                {p.sessions.slice(0, 8).map((s) => (
                  <li key={s.id}>
                    {s.peer} <span className="fx-dim">on {s.nas}</span>
                  </li>
                ))}
                {n > 8 ? <li className="fx-dim">and {n - 8} more</li> : null}
              </ul>
            ) : null}
            {mustType ? (
              <TextField
                label={`Type ${n} to confirm`}
                value={typed}
                onChange={setTyped}
                autoFocus
                help="From ten sessions on, so that a slip of the hand does not empty a hub."
              />
            ) : null}
          </>
        ) : null}
        {started && n > 1 ? (
          <Notice tone={done < n ? "info" : confirmed === n ? "good" : "warn"} live>
            {done < n
              ? `${done} of ${n} answered`
              : `${confirmed} of ${n} gone, confirmed by Accounting-Stop`}
          </Notice>
        ) : null}
        {started ? (
          <div className="dyn-results">
            {rows.map((r) => (
              <div key={r.session.id}>
                {n > 1 ? <div className="dyn-peer">{r.session.peer}</div> : null}
                {r.busy ? (
                  <Notice tone="info" title="Disconnect-Request sent">
                    Waiting for the answer of {r.session.nas} and its Accounting-Stop …
                  </Notice>
                ) : null}
                {r.failed ? (
                  <Notice tone="bad" title="Not done" live>
                    {r.failed}
                  </Notice>
                ) : null}
                {r.result ? (
                  <OutcomeNotice told={tellDisconnect(r.result, r.session)} result={r.result} />
                ) : null}
                {r.after ? <AfterNotice after={r.after} /> : null}
              </div>
            ))}
          </div>
        ) : null}
        {!started && n === 1 ? (
          <ShowAs
            views={[
              {
                name: "API call",
                text: curl("POST", `/api/v1/sessions/${first.session.id}/disconnect`, {}),
              },
            ]}
          />
        ) : null}
        <div className="fx-buttons end">
          {started ? (
            <>
              {!busy && confirmed < n ? (
                <Button icon="refresh" onClick={() => void run()}>
                  Send again
                </Button>
              ) : null}
              <Button kind="primary" onClick={p.onClose} disabled={busy}>
                Close
              </Button>
            </>
          ) : (
            <>
              <Button onClick={p.onClose}>{n === 1 ? "Keep it up" : "Keep them up"}</Button>
              <Button
                kind="danger"
                icon="plug"
                autoFocus={!mustType}
                disabled={mustType && typed.trim() !== String(n)}
                onClick={() => void run()}
              >
                Disconnect {plural(n, "session")}
              </Button>
            </>
          )}
        </div>
      </div>
    </Dialog>
  );
}

function AfterNotice({ after }: { after: After }) {
  const told = tellAfter(after, useNow());
  return (
    <Notice tone={told.tone} title={told.title} live>
      {told.lines.join(" ")}
    </Notice>
  );
}
