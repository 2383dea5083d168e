import { useState } from "react";
import { sentence, type ImportReport } from "../../api";
import { Button, downloadText, Notice, Segmented, State, toCsv, type Column } from "../../kit";
import { summary, verdictLook, type Row } from "./words";
import "../tokens/tokens.css";

const SHOWN = 500;
const CSV: Column<Row>[] = [
  { id: "line", head: "line", width: 0, cell: (r) => r.line, text: (r) => String(r.line) },
  { id: "kind", head: "kind", width: 0, cell: (r) => r.kind, text: (r) => r.kind },
  { id: "name", head: "name", width: 0, cell: (r) => r.name, text: (r) => r.name },
  { id: "verdict", head: "verdict", width: 0, cell: (r) => r.verdict, text: (r) => r.verdict },
  { id: "why", head: "why", width: 0, cell: why, text: why },
];

function why(r: Row): string {
  return r.errors.map((e) => `${e.field} ${sentence(e)}`).join("; ") || r.fields.join(", ");
}

/** The server's verdict, row by row; bad rows go back to their author with the reason beside them. */
export function Report({ report }: { report: ImportReport }) {
  const [only, setOnly] = useState<"" | Row["verdict"]>(report.failed > 0 ? "ERROR" : "");
  const rows = report.rows.filter((r) => only === "" || r.verdict === only);
  const bad = report.rows.filter((r) => r.verdict === "ERROR");
  return (
    <>
      <Notice
        tone={report.committed ? "good" : report.failed > 0 ? "warn" : "info"}
        live
        title={`${report.committed ? "Imported" : report.dryRun ? "It would be" : "Nothing was kept"}: ${summary(report)}`}
        action={
          bad.length > 0 ? (
            <Button
              icon="drop"
              onClick={() => downloadText("refused.csv", "text/csv", toCsv(CSV, bad))}
            >
              Save refused rows
            </Button>
          ) : undefined
        }
      />
      <Segmented
        label="Rows"
        value={only}
        options={[
          { value: "", label: "All" },
          ...(["CREATE", "CHANGE", "SAME", "ERROR"] as const)
            .filter((v) => report.rows.some((r) => r.verdict === v))
            .map((v) => ({ value: v, label: verdictLook(v).text })),
        ]}
        onChange={setOnly}
      />
      <div className="rows" tabIndex={0} role="region" aria-label="Rows of the file">
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">Line</th>
              <th scope="col">What</th>
              <th scope="col">Verdict</th>
              <th scope="col">Fields or reason</th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, SHOWN).map((r, i) => {
              const look = verdictLook(r.verdict);
              return (
                <tr key={`${i}${r.kind}${r.name}`}>
                  <td>{r.line}</td>
                  <th scope="row">
                    <span className="fx-dim">{r.kind}</span> {r.name}
                  </th>
                  <td>
                    <State tone={look.tone} icon={look.icon}>
                      {look.text}
                    </State>
                  </td>
                  <td>{why(r)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {rows.length > SHOWN ? <p className="fx-dim">and {rows.length - SHOWN} more</p> : null}
    </>
  );
}
