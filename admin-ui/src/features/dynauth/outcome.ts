import type { DynAuthResult, Session } from "../../api";
import { ago, millis, plural, type Tone } from "../../kit";

/** What really happened, told in the order it happened. */
export type Told = { tone: Tone; title: string; lines: string[] };

function answered(r: DynAuthResult): string {
  const trip = r.roundTripMillis === null ? "" : ` in ${millis(r.roundTripMillis)}`;
  const tries = r.attempts > 1 ? ` on attempt ${r.attempts}` : "";
  return `${tries}${trip}`;
}

const cause = (r: DynAuthResult) =>
  r.errorCause
    ? `Error-Cause ${r.errorCause.code}, ${r.errorCause.name}.`
    : "It named no Error-Cause.";

export function tellDisconnect(r: DynAuthResult, s: Pick<Session, "nas">): Told {
  switch (r.outcome) {
    case "ack":
      return r.confirmed
        ? {
            tone: "good",
            title: "Disconnected",
            lines: [
              `${s.nas} sent Disconnect-ACK${answered(r)}.`,
              `Gone, confirmed by Accounting-Stop after ${millis(r.confirmedAfterMillis)}.`,
            ],
          }
        : {
            tone: "warn",
            title: "ACKed, but not confirmed",
            lines: [
              `${s.nas} sent Disconnect-ACK${answered(r)}.`,
              "No Accounting-Stop has come: the session may still be up. The row stays until one does.",
            ],
          };
    case "nak":
      return {
        tone: "bad",
        title: "Refused by the hub",
        lines: [
          `${s.nas} sent Disconnect-NAK${answered(r)}. ${cause(r)}`,
          r.errorCause?.code === 503
            ? "The hub knows no such session; the row is only what it last reported."
            : "The session is as it was.",
        ],
      };
    case "timeout":
      return {
        tone: "bad",
        title: "No answer",
        lines: [
          `${s.nas} did not answer after ${plural(r.attempts, "attempt")}.`,
          "Whether the session is up is unknown. Check the dynamic-author client and port on the hub.",
        ],
      };
    case "error":
      return { tone: "bad", title: "Not sent", lines: [] };
  }
}

/** What came after an ACK without Accounting-Stop; null while nothing did. */
export type After = { kind: "gone" } | { kind: "reporting"; at: string };

export function tellAfter(after: After, nowMs: number): Told {
  return after.kind === "gone"
    ? { tone: "good", title: "Gone after all", lines: ["Its Accounting-Stop came late."] }
    : {
        tone: "bad",
        title: "ACKed, but still reporting",
        lines: [
          `An accounting report came ${ago(after.at, nowMs)}, after the ACK: the session is still up.`,
        ],
      };
}

export function tellCoa(r: DynAuthResult, s: Pick<Session, "nas">): Told {
  switch (r.outcome) {
    case "ack":
      return {
        tone: "good",
        title: "Policy changed",
        lines: [`${s.nas} sent CoA-ACK${answered(r)}; the tunnel stayed up.`],
      };
    case "nak":
      return {
        tone: "bad",
        title: "Refused by the hub",
        lines: [`${s.nas} sent CoA-NAK${answered(r)}. ${cause(r)}`, "Nothing was changed."],
      };
    case "timeout":
      return {
        tone: "bad",
        title: "No answer",
        lines: [
          `${s.nas} did not answer after ${plural(r.attempts, "attempt")}.`,
          "Whether the change is in force is unknown. Check the dynamic-author client and port on the hub.",
        ],
      };
    case "error":
      return { tone: "bad", title: "Not sent", lines: [] };
  }
}
