import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { api, codeOf, must, reason, useMay, type Decision } from "../../api";
import {
  At,
  curl,
  Facts,
  Failed,
  Icon,
  Loading,
  micros,
  Notice,
  ShowAs,
  SidePanel,
  UNKNOWN,
  type Tone,
} from "../../kit";
import { ResultState } from "./result";

const TONE: Record<Decision["result"], Tone> = {
  accept: "good",
  reject: "bad",
  drop: "warn",
  challenge: "info",
};

/** Why: the sentence, each step with what was expected and what was there, and what cures it. */
export function ExplainPanel(p: { id: number; known: Decision | undefined; onClose: () => void }) {
  const query = useQuery({
    queryKey: ["decisions", "one", p.id],
    queryFn: async () =>
      (await must(
        api.GET("/api/v1/decisions/{id}", { params: { path: { id: p.id } } }),
      )) as Decision,
    ...(p.known ? { initialData: p.known } : {}),
    staleTime: Infinity,
  });
  const d = query.data;
  return (
    <SidePanel
      title={d ? d.peer || "Request without User-Name" : "Decision"}
      label="Explanation"
      actions={d ? <ResultState result={d.result} /> : null}
      onClose={p.onClose}
    >
      {query.isPending ? <Loading what="the decision" /> : null}
      {query.isError && !d ? (
        <Failed what="the decision" reason={reason(query.error)} code={codeOf(query.error)} />
      ) : null}
      {d ? <Explanation decision={d} /> : null}
    </SidePanel>
  );
}

function Explanation({ decision: d }: { decision: Decision }) {
  const mayWrite = useMay("peers:write");
  const failedStep = d.trace.find((s) => !s.ok);
  return (
    <>
      <Notice tone={TONE[d.result]}>
        <p className="explain-sentence">{d.sentence}</p>
        {/* The server's sentence often ends with the cure already. */}
        {failedStep?.cure && !d.sentence.includes(failedStep.cure) ? (
          <p>
            <b>Cure:</b> {failedStep.cure}
          </p>
        ) : null}
      </Notice>
      <div>
        <h3>Steps</h3>
        {d.trace.length === 0 ? (
          <p className="fx-dim">No steps were kept for this decision.</p>
        ) : (
          <ol className="steps">
            {d.trace.map((s, i) => (
              <li key={i} className={s.ok ? "ok" : "bad"}>
                <span className="steps-mark">
                  <Icon name={s.ok ? "check" : "cross"} size={13} />
                  <span className="fx-sr">{s.ok ? "passed" : "failed"}</span>
                </span>
                <div>
                  <div className="steps-name">{s.step}</div>
                  <div className="steps-pair">
                    {s.expected ? (
                      <>
                        <span>expected</span> <code>{s.expected}</code>
                      </>
                    ) : null}
                  </div>
                  <div className="steps-pair">
                    {s.got ? (
                      <>
                        <span>got</span> <code>{s.got}</code>
                      </>
                    ) : null}
                  </div>
                  {!s.ok && s.cure && s !== failedStep ? (
                    <div className="steps-cure">{s.cure}</div>
                  ) : null}
                </div>
              </li>
            ))}
          </ol>
        )}
      </div>
      {d.nearest.length > 0 ? (
        <div>
          <h3>Nearest names that exist</h3>
          <ul className="nearest">
            {d.nearest.map((name) => (
              <li key={name}>
                <Link to="/peers/$name" params={{ name }}>
                  {name}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      <div className="fx-buttons">
        {d.result === "reject" &&
        d.reason &&
        /unknown-peer/i.test(d.reason) &&
        d.peer &&
        mayWrite ? (
          <Link to="/peers/new" search={{ name: d.peer }} className="fx-linkbutton primary">
            <Icon name="plus" size={14} /> Create peer “{d.peer}”
          </Link>
        ) : d.peer ? (
          <Link to="/peers" search={{ f: d.peer }} className="fx-linkbutton">
            Find {d.peer} in peers
          </Link>
        ) : null}
        {d.peer ? (
          <Link to="/decisions" search={{ f: `peer:${d.peer}` }} className="fx-linkbutton">
            All decisions of this peer
          </Link>
        ) : null}
        {d.nas ? (
          <Link to="/nas/$name" params={{ name: d.nas }} className="fx-linkbutton">
            Open NAS {d.nas}
          </Link>
        ) : null}
      </div>
      <Facts
        rows={[
          ["Time", <At key="t" at={d.at} />],
          [
            "User-Name",
            <span key="u" className="fx-id">
              {d.peer || UNKNOWN}
            </span>,
          ],
          ["NAS", `${d.nas ?? "unknown"} (${d.nasAddress})`],
          ["Method", d.kind],
          [
            "Public IP",
            <span key="p" className="fx-id">
              {d.callingStationId ?? UNKNOWN}
            </span>,
          ],
          [
            "audit-session-id",
            <span key="a" className="fx-id">
              {d.auditSessionId ?? UNKNOWN}
            </span>,
          ],
          [
            "Code",
            <span key="c" className="fx-id">
              {d.reason ?? UNKNOWN}
            </span>,
          ],
          ["Latency", micros(d.latencyMicros)],
        ]}
      />
      <ShowAs views={[{ name: "API call", text: curl("GET", `/api/v1/decisions/${d.id}`) }]} />
    </>
  );
}
