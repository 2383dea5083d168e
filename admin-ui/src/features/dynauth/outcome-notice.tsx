import type { DynAuthResult } from "../../api";
import { Notice } from "../../kit";
import type { Told } from "./outcome";

/** The result in words, with the server's own sentence below when it says more. */
export function OutcomeNotice({ told, result }: { told: Told; result: DynAuthResult }) {
  return (
    <Notice tone={told.tone} title={told.title} live>
      {told.lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
      {told.lines.includes(result.message) ? null : <p className="fx-dim">{result.message}</p>}
    </Notice>
  );
}
