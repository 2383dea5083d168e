import type { Session } from "../../api";
import { State } from "../../kit";

/** State by the evidence: what accounting last said, never a guess. */
export function SessionState({ state }: { state: Session["state"] }) {
  switch (state) {
    case "up":
      return (
        <State tone="good" icon="check">
          Up
        </State>
      );
    case "stale":
      return (
        <State tone="idle" icon="question" stale>
          Stale
        </State>
      );
    case "ended":
      return (
        <State tone="idle" icon="stop">
          Ended
        </State>
      );
  }
}
