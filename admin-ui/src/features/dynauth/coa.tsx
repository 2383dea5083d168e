import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, must, Problem, reason, type DynAuthResult, type Session } from "../../api";
import { Button, Checkbox, curl, Dialog, Notice, ShowAs, TextField } from "../../kit";
import { AvPairEditor } from "../avpairs/editor";
import { tellCoa } from "./outcome";
import { OutcomeNotice } from "./outcome-notice";
import "./dynauth.css";

export function CoaDialog({ session, onClose }: { session: Session; onClose: () => void }) {
  const client = useQueryClient();
  const [pairs, setPairs] = useState<string[]>([]);
  const [timeout, setTimeout_] = useState("");
  const [unchecked, setUnchecked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [result, setResult] = useState<DynAuthResult | null>(null);
  const [failed, setFailed] = useState<unknown>(null);

  const seconds = timeout.trim() === "" ? null : Number(timeout);
  const badTimeout =
    seconds !== null && (!Number.isInteger(seconds) || seconds <= 0)
      ? "Seconds, a whole number above 0; to end the session now, disconnect it."
      : null;
  const body = { avPairs: pairs, ...(seconds === null ? {} : { sessionTimeout: seconds }) };
  const empty = pairs.length === 0 && seconds === null;

  async function send() {
    setBusy(true);
    setFailed(null);
    setResult(null);
    try {
      const answer = (await must(
        api.POST("/api/v1/sessions/{id}/coa", {
          params: { path: { id: session.id }, query: { validate: !unchecked } },
          body,
        }),
      )) as DynAuthResult;
      setResult(answer);
      await client.invalidateQueries({ queryKey: ["sessions"] });
    } catch (e) {
      setFailed(e);
    } finally {
      setBusy(false);
    }
  }

  const problem = failed instanceof Problem ? failed : null;
  return (
    <Dialog
      open
      title={`Change policy of ${session.peer}`}
      onClose={onClose}
      width={860}
      keepOnOutsideClick
    >
      <div className="dyn">
        <p>
          Sends a CoA-Request to <b>{session.nas}</b> for this session alone. The tunnel stays up;
          the peer's stored policy does not change, so the next connection starts from that again.
        </p>
        <AvPairEditor
          label="AV pairs to send"
          value={pairs}
          onChange={setPairs}
          problems={problem?.fields ?? []}
          start="ip:interface-config=ip mtu 1300"
        />
        <TextField
          label="Session-Timeout, seconds"
          value={timeout}
          onChange={setTimeout_}
          mono
          placeholder="unchanged"
          error={badTimeout ?? problem?.field("sessionTimeout")}
        />
        <Checkbox
          label="Send even pairs that the catalogue calls wrong; the hub then decides"
          checked={unchecked}
          onChange={setUnchecked}
        />
        {busy ? (
          <Notice tone="info" title="CoA-Request sent">
            Waiting for the answer of {session.nas} …
          </Notice>
        ) : null}
        {failed ? (
          <Notice tone="bad" title="Not sent" live>
            {reason(failed)}
          </Notice>
        ) : null}
        {result ? <OutcomeNotice told={tellCoa(result, session)} result={result} /> : null}
        <ShowAs
          views={[
            { name: "API call", text: curl("POST", `/api/v1/sessions/${session.id}/coa`, body) },
          ]}
        />
        <div className="fx-buttons end">
          <Button onClick={onClose}>{result ? "Close" : "Change nothing"}</Button>
          <Button
            kind="primary"
            busy={busy}
            disabled={empty || badTimeout !== null}
            hint={empty ? "Add an AV pair or a Session-Timeout first" : undefined}
            onClick={() => void send()}
          >
            {result ? "Send again" : "Send CoA-Request"}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
