import { useEffect, useRef } from "react";
import { Button, Notice } from "../../kit";
import { changes, clashes, show, type FormValues } from "./changes";
import "./editing.css";

/** Someone else saved first: both versions side by side, and the three ways on. */
export function Conflict<F extends FormValues>(p: {
  what: string;
  labels: Record<keyof F & string, string>;
  base: F;
  mine: F;
  theirs: F;
  onCombine: () => void;
  onOverwrite: () => void;
  onTakeTheirs: () => void;
}) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // In braces: newer browsers return a promise, which React would take for a clean-up.
    box.current?.scrollIntoView({ block: "nearest" });
  }, []);
  const fields = [
    ...new Set([...changes(p.base, p.mine), ...changes(p.base, p.theirs)].map((c) => c.field)),
  ];
  const both = clashes(p.base, p.mine, p.theirs);
  return (
    <div ref={box} className="conflict-box">
      <Notice
        tone="warn"
        live
        title={`${p.what} was changed by someone else while you were editing`}
      >
        <p>
          {both.length === 0
            ? "You changed different fields, so both changes fit together."
            : `Both of you changed ${both.map((f) => p.labels[f as keyof F & string]).join(", ")}.`}
        </p>
        <div className="conflict-scroll">
          <table className="conflict">
            <thead>
              <tr>
                <th scope="col">Field</th>
                <th scope="col">Before</th>
                <th scope="col">Yours</th>
                <th scope="col">Theirs, saved</th>
              </tr>
            </thead>
            <tbody>
              {fields.map((f) => (
                <tr key={f} className={both.includes(f) ? "clash" : ""}>
                  <th scope="row">{p.labels[f]}</th>
                  <td>{show(p.base[f])}</td>
                  <td>{show(p.mine[f])}</td>
                  <td>{show(p.theirs[f])}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <div className="fx-buttons">
          <Button kind="primary" onClick={p.onCombine}>
            Put my changes on theirs
          </Button>
          <Button onClick={p.onTakeTheirs}>Drop mine, show theirs</Button>
          <Button kind="danger" onClick={p.onOverwrite}>
            Overwrite theirs with mine
          </Button>
        </div>
      </Notice>
    </div>
  );
}
