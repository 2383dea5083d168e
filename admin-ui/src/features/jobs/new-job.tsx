import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api, must, Problem, reason, useGroupNames, useNasNames, type DynAuthJob } from "../../api";
import {
  Button,
  Checkbox,
  curl,
  Dialog,
  Notice,
  plural,
  Segmented,
  ShowAs,
  SuggestField,
  TextField,
} from "../../kit";
import { AvPairEditor } from "../avpairs/editor";
import { Plan, TYPE_THE_COUNT } from "./plan";
import { EMPTY_JOB, jobBody, jobMissing, type JobForm } from "./words";
import "../dynauth/dynauth.css";

/** Which sessions, what to send; first a dry run, then the real thing. */
export function NewJobDialog({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const groups = useGroupNames();
  const hubs = useNasNames();
  const [form, setForm] = useState<JobForm>(EMPTY_JOB);
  const [plan, setPlan] = useState<DynAuthJob | null>(null);
  const [typed, setTyped] = useState("");
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<unknown>(null);
  const set = <K extends keyof JobForm>(field: K, value: JobForm[K]) => {
    setForm((f) => ({ ...f, [field]: value }));
    // A plan made for other sessions must not be started.
    setPlan(null);
  };
  const missing = jobMissing(form);
  const sending = plan?.items.filter((i) => i.state === "pending").length ?? 0;
  const mustType = sending >= TYPE_THE_COUNT;
  const error = (field: string) => (failed instanceof Problem ? failed.field(field) : null);

  async function send(dry: boolean) {
    setBusy(true);
    setFailed(null);
    try {
      const job = (await must(
        api.POST("/api/v1/dynauth/jobs", { body: jobBody(form, dry) }),
      )) as DynAuthJob;
      if (dry) setPlan(job);
      else {
        await client.invalidateQueries({ queryKey: ["jobs"] });
        onClose();
        void navigate({ to: "/jobs/$id", params: { id: String(job.id) } });
      }
    } catch (e) {
      setFailed(e);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog open title="New job for many sessions" onClose={onClose} width={720} keepOnOutsideClick>
      <div className="dyn">
        <Segmented
          label="What is sent"
          value={form.kind}
          options={[
            { value: "disconnect", label: "Disconnect" },
            { value: "coa", label: "CoA: change the policy" },
          ]}
          onChange={(v) => set("kind", v)}
        />
        <fieldset className="permissions">
          <legend>Live sessions, all that is given must match</legend>
          <TextField
            label="Peer"
            value={form.peer}
            onChange={(v) => set("peer", v)}
            disabled={form.all}
            mono
            error={error("query.peer")}
          />
          <SuggestField
            label="Group"
            value={form.group}
            onChange={(v) => set("group", v)}
            suggestions={groups}
            disabled={form.all}
            mono
            error={error("query.group")}
          />
          <SuggestField
            label="Hub (NAS)"
            value={form.nas}
            onChange={(v) => set("nas", v)}
            suggestions={hubs}
            disabled={form.all}
            mono
            error={error("query.nas")}
          />
          <TextField
            label="Words"
            value={form.q}
            onChange={(v) => set("q", v)}
            disabled={form.all}
            mono
            help="Part of a name, an address, an id."
          />
          <Checkbox
            label="All live sessions of every hub"
            checked={form.all}
            onChange={(v) => set("all", v)}
          />
        </fieldset>
        {form.kind === "coa" ? (
          <>
            <AvPairEditor
              label="AV pairs to send"
              value={form.avPairs}
              onChange={(v) => set("avPairs", v)}
              problems={failed instanceof Problem ? failed.fields : []}
            />
            <TextField
              label="Session-Timeout, seconds"
              value={form.sessionTimeout}
              onChange={(v) => set("sessionTimeout", v)}
              mono
              placeholder="leave as it is"
              error={error("sessionTimeout")}
            />
          </>
        ) : null}
        <TextField
          label="Requests a second to each hub"
          value={form.rate}
          onChange={(v) => set("rate", v)}
          mono
          error={error("ratePerSecond")}
        />
        {plan ? <Plan job={plan} /> : null}
        {plan && mustType ? (
          <TextField label={`Type ${sending} to confirm`} value={typed} onChange={setTyped} />
        ) : null}
        {failed ? (
          <Notice tone="bad" live title="Refused">
            {reason(failed)}
          </Notice>
        ) : null}
        <ShowAs
          views={[
            { name: "API call", text: curl("POST", "/api/v1/dynauth/jobs", jobBody(form, false)) },
          ]}
        />
        <div className="fx-buttons end">
          <Button onClick={onClose}>Send nothing</Button>
          <Button
            kind={plan ? "plain" : "primary"}
            busy={busy && !plan}
            disabled={missing !== null}
            hint={missing ?? undefined}
            onClick={() => void send(true)}
          >
            Show which sessions
          </Button>
          {plan ? (
            <Button
              kind={form.kind === "disconnect" ? "danger" : "primary"}
              busy={busy}
              disabled={sending === 0 || (mustType && typed.trim() !== String(sending))}
              onClick={() => void send(false)}
            >
              {form.kind === "disconnect" ? "Disconnect" : "Change"} {plural(sending, "session")}
            </Button>
          ) : null}
        </div>
      </div>
    </Dialog>
  );
}
