import type { PolicyPreview } from "../../api";
import { Notice, Panel, State } from "../../kit";
import { valueText } from "./form";
import "../tokens/tokens.css";
import "./preview.css";

const SOURCES = [
  { value: "group", label: "Group", note: "what group authorization brings" },
  { value: "implicit", label: "Implicit user", note: "what came with the key or the log-in" },
  { value: "user", label: "User", note: "what user authorization brings" },
];

/** What came from where, with the losers beside the winners. */
export function PreviewResult({ seen }: { seen: PolicyPreview }) {
  const all = seen.effective.flatMap((v) => [
    { name: v.name, value: v.value, source: v.source, won: true },
    ...v.beaten.map((b) => ({ name: v.name, value: b.value, source: b.source, won: false })),
  ]);
  return (
    <>
      <Notice
        tone={seen.accepted ? "good" : "bad"}
        live
        title={`${seen.identity} at ${seen.nas}: ${seen.sentence}`}
      >
        {seen.notes.map((n) => (
          <p key={n}>{n}</p>
        ))}
        {seen.problems.map((p) => (
          <p key={p}>The merge could not read: {p}</p>
        ))}
      </Notice>
      {seen.accepted ? (
        <>
          <Panel title="Where it comes from">
            <div className="sources">
              {SOURCES.map((s) => {
                const mine = all.filter((v) => v.source === s.value);
                return (
                  <div key={s.value}>
                    <h3>{s.label}</h3>
                    <p className="fx-dim">{s.note}</p>
                    <ul>
                      {mine.map((v, i) => (
                        <li key={`${i}${valueText(v)}`} className={v.won ? "" : "lost"}>
                          {v.won ? (
                            valueText(v)
                          ) : (
                            <>
                              <s>{valueText(v)}</s> <span className="fx-sr">(overridden)</span>
                            </>
                          )}
                        </li>
                      ))}
                      {mine.length === 0 ? <li className="lost">nothing</li> : null}
                    </ul>
                  </div>
                );
              })}
            </div>
          </Panel>
          <Panel title="Merged: what the session gets" flush>
            <div className="plain-scroll">
              <table className="plain">
                <thead>
                  <tr>
                    <th scope="col">Value</th>
                    <th scope="col">From</th>
                    <th scope="col">Won over</th>
                  </tr>
                </thead>
                <tbody>
                  {seen.effective.map((v, i) => (
                    <tr key={`${i}${valueText(v)}`}>
                      <td className="mono">{valueText(v)}</td>
                      <td>{v.source}</td>
                      <td className="mono">
                        {v.beaten.map((b) => (
                          <div key={b.source + b.value} className="beaten">
                            <s>{b.value}</s> of {b.source}
                          </div>
                        ))}
                        {v.beaten.length === 0 ? <span className="fx-dim">-</span> : null}
                      </td>
                    </tr>
                  ))}
                  {seen.effective.length === 0 ? (
                    <tr>
                      <td>Nothing but the accept.</td>
                      <td />
                      <td />
                    </tr>
                  ) : null}
                </tbody>
              </table>
            </div>
          </Panel>
        </>
      ) : null}
      <Panel title="What the hub asks, and the exact replies">
        {seen.lookUps.map((l, i) => (
          <div key={`${i}${l.purpose}${l.userName}`} className="lookup">
            <p>
              {l.result === "accept" ? (
                <State tone="good" icon="check">
                  Access-Accept
                </State>
              ) : (
                <State tone="bad" icon="cross">
                  Access-Reject
                </State>
              )}{" "}
              <b>{l.purpose}</b> look-up of <span className="fx-id">{l.userName || "nobody"}</span>
              <span className="fx-dim">, {l.how}</span>
            </p>
            <p>{l.sentence}</p>
            {l.attributes.length > 0 ? (
              <details open={i === 0}>
                <summary>{l.attributes.length} attributes, in order</summary>
                <ol className="attributes">
                  {l.attributes.map((a, n) => (
                    <li key={`${n}${a.name}`} title={`type ${a.type}, ${a.hex}`}>
                      {a.name} = {a.value}
                    </li>
                  ))}
                </ol>
              </details>
            ) : null}
          </div>
        ))}
      </Panel>
    </>
  );
}
