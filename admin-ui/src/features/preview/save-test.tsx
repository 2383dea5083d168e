import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, must, Problem, reason, sentence, type PolicyPreview } from "../../api";
import { Button, Checkbox, Dialog, Notice, TextField, toast } from "../../kit";
import { asTest, valueText, type PreviewForm } from "./form";
import "../dynauth/dynauth.css";

/** What must stay true from now on: a save that breaks it is refused. */
export function SaveTestDialog(p: { form: PreviewForm; seen: PolicyPreview; onClose: () => void }) {
  const client = useQueryClient();
  const values = p.seen.effective.map(valueText);
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const [has, setHas] = useState<string[]>(values);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<unknown>(null);
  const field = (f: string) => (failed instanceof Problem ? failed.field(f) : null);
  async function run() {
    setBusy(true);
    setFailed(null);
    try {
      await must(
        api.PUT("/api/v1/policy/tests/{name}", {
          params: { path: { name: name.trim() } },
          body: {
            ...asTest(p.form, p.seen, has),
            ...(description.trim() ? { description: description.trim() } : {}),
          },
        }),
      );
      toast(`Test ${name.trim()} saved: a save that breaks it is refused.`);
      await client.invalidateQueries({ queryKey: ["policy-tests"] });
      p.onClose();
    } catch (e) {
      setFailed(e);
    } finally {
      setBusy(false);
    }
  }
  return (
    <Dialog open title="Save as policy test" onClose={p.onClose} width={600} keepOnOutsideClick>
      <div className="dyn">
        <p>
          {p.seen.accepted
            ? `${p.seen.identity} must be accepted at ${p.seen.nas} and have:`
            : `${p.seen.identity} must be rejected at ${p.seen.nas}.`}
        </p>
        {values.map((v) => (
          <Checkbox
            key={v}
            label={<span className="fx-id">{v}</span>}
            checked={has.includes(v)}
            onChange={(on) => setHas(on ? [...has, v] : has.filter((h) => h !== v))}
          />
        ))}
        <TextField
          label="Name"
          value={name}
          onChange={setName}
          required
          autoFocus
          mono
          placeholder="branches-get-the-corporate-route"
          error={field("name")}
        />
        <TextField label="Why" value={description} onChange={setDescription} />
        {failed ? (
          <Notice tone="bad" live title="Not saved">
            <p>{reason(failed)}</p>
            {failed instanceof Problem
              ? failed.fields.map((f) => <p key={f.field}>{sentence(f)}</p>)
              : null}
          </Notice>
        ) : null}
        <div className="fx-buttons end">
          <Button onClick={p.onClose}>Save none</Button>
          <Button
            kind="primary"
            busy={busy}
            disabled={name.trim() === ""}
            hint={name.trim() === "" ? "Give the test a name first" : undefined}
            onClick={() => void run()}
          >
            Save the test
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
