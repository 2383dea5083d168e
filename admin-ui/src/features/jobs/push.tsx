import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api, must, reason, useMay, type DynAuthJob } from "../../api";
import { Button, Dialog, Loading, Notice, plural, TextField } from "../../kit";
import { Plan, TYPE_THE_COUNT } from "./plan";
import "../dynauth/dynauth.css";

/** After an edit: sends live sessions what changed and a CoA can bring; the rest is named. */
export function PushButton({ kind, name }: { kind: "peer" | "group"; name: string }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const may = useMay("sessions:control");
  const [open, setOpen] = useState(false);
  const [plan, setPlan] = useState<DynAuthJob | null>(null);
  const [rate, setRate] = useState("10");
  const [typed, setTyped] = useState("");
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  if (!may) return null;

  const n = Number(rate);
  const badRate =
    Number.isInteger(n) && n >= 1 && n <= 1000 ? null : "A whole number from 1 to 1000.";
  const sending = plan?.items.filter((i) => i.state === "pending").length ?? 0;
  const mustType = sending >= TYPE_THE_COUNT;

  async function send(dry: boolean) {
    setBusy(true);
    setFailed(null);
    const init = {
      params: { path: { name } },
      body: { dryRun: dry, ratePerSecond: badRate ? 10 : n },
    };
    try {
      const job = (await must(
        kind === "peer"
          ? api.POST("/api/v1/peers/{name}/push", init)
          : api.POST("/api/v1/groups/{name}/push", init),
      )) as DynAuthJob;
      if (dry) setPlan(job);
      else {
        await client.invalidateQueries({ queryKey: ["jobs"] });
        setOpen(false);
        void navigate({ to: "/jobs/$id", params: { id: String(job.id) } });
      }
    } catch (e) {
      setFailed(reason(e));
    } finally {
      setBusy(false);
    }
  }

  return (
    <>
      <Button
        icon="up"
        hint="Sends live sessions what was edited since they connected"
        onClick={() => {
          setOpen(true);
          setPlan(null);
          setTyped("");
          void send(true);
        }}
      >
        Push the change
      </Button>
      <Dialog
        open={open}
        title={`Push the policy of ${kind} ${name}`}
        onClose={() => setOpen(false)}
        width={720}
        keepOnOutsideClick
      >
        <div className="dyn">
          <p>
            Each live session is compared with what it would get now; only the difference is sent,
            by CoA, and the tunnel stays up.
          </p>
          {plan ? <Plan job={plan} /> : failed ? null : <Loading what="what differs" />}
          {sending > 0 ? (
            <TextField
              label="Requests a second to each hub"
              value={rate}
              onChange={setRate}
              mono
              error={badRate}
            />
          ) : null}
          {mustType ? (
            <TextField label={`Type ${sending} to confirm`} value={typed} onChange={setTyped} />
          ) : null}
          {failed ? (
            <Notice tone="bad" live title="Not pushed">
              {failed}
            </Notice>
          ) : null}
          <div className="fx-buttons end">
            <Button onClick={() => setOpen(false)}>{sending > 0 ? "Send nothing" : "Close"}</Button>
            {sending > 0 ? (
              <Button
                kind="primary"
                busy={busy}
                disabled={badRate !== null || (mustType && typed.trim() !== String(sending))}
                onClick={() => void send(false)}
              >
                Push to {plural(sending, "session")}
              </Button>
            ) : null}
          </div>
        </div>
      </Dialog>
    </>
  );
}
