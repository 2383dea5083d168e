import type { Decision } from "../../api";
import { State } from "../../kit";

export function ResultState({ result }: { result: Decision["result"] }) {
  switch (result) {
    case "accept":
      return (
        <State tone="good" icon="check">
          Accept
        </State>
      );
    case "reject":
      return (
        <State tone="bad" icon="cross">
          Reject
        </State>
      );
    case "challenge":
      return (
        <State tone="info" icon="question">
          Challenge
        </State>
      );
    case "drop":
      return (
        <State tone="warn" icon="drop">
          Drop
        </State>
      );
  }
}
