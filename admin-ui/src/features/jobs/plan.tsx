import type { DynAuthJob } from "../../api";
import { Notice, plural } from "../../kit";
import { estimate, itemLook } from "./words";
import "../tokens/tokens.css";
import "./jobs.css";

const SHOWN = 200;

/** What a job would send to whom: the answer of a dry run. */
export function Plan({ job }: { job: DynAuthJob }) {
  const sending = job.items.filter((i) => i.state === "pending").length;
  return (
    <>
      <Notice
        tone={sending > 0 ? "warn" : "info"}
        live
        title={
          sending > 0
            ? `${plural(sending, "session")} of ${job.total} would be sent a ${job.kind === "coa" ? "CoA-Request" : "Disconnect-Request"}`
            : "Nothing would be sent"
        }
      >
        {sending > 0
          ? `${estimate(job.items, job.ratePerSecond)}.`
          : job.total === 0
            ? "No live session matches."
            : "What differs only comes with a new connection, or nothing does."}
      </Notice>
      {job.items.length > 0 ? (
        <div className="plan" tabIndex={0} role="region" aria-label="Sessions of the job">
          <table className="plain">
            <thead>
              <tr>
                <th scope="col">Peer</th>
                <th scope="col">Hub</th>
                <th scope="col">What it gets</th>
              </tr>
            </thead>
            <tbody>
              {job.items.slice(0, SHOWN).map((i) => (
                <tr key={i.sessionId}>
                  <th scope="row">{i.peer}</th>
                  <td>{i.nas}</td>
                  <td>
                    {i.state === "pending" ? null : <p>{i.message || itemLook(i.state).text}</p>}
                    {i.change?.avPairs.map((pair) => (
                      <div key={pair} className="fx-id">
                        {pair}
                      </div>
                    ))}
                    {i.change?.sessionTimeout != null ? (
                      <div className="fx-id">Session-Timeout = {i.change.sessionTimeout}</div>
                    ) : null}
                    {i.state === "pending" && !i.change ? "Disconnect" : null}
                    {i.reconnect.length > 0 ? (
                      <ul aria-label="Only on reconnect">
                        {i.reconnect.map((r) => (
                          <li key={r}>{r}</li>
                        ))}
                      </ul>
                    ) : null}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      {job.items.length > SHOWN ? (
        <p className="fx-dim">and {job.items.length - SHOWN} more</p>
      ) : null}
    </>
  );
}

/** From this many on, the count has to be typed. */
export const TYPE_THE_COUNT = 10;
