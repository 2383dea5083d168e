import { useState, type FormEvent } from "react";
import { api, must, Problem, reason } from "../api";
import { Button, Dialog, Notice, SecretField, toast } from "../kit";

export function PasswordDialog({ onClose }: { onClose: () => void }) {
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<unknown>(null);

  async function submit(e: FormEvent) {
    e.preventDefault();
    setBusy(true);
    setFailed(null);
    try {
      await must(
        api.POST("/api/v1/operators/me/password", { body: { current, replacement: next } }),
      );
      toast("Password changed.");
      onClose();
    } catch (error) {
      setFailed(error);
    } finally {
      setBusy(false);
    }
  }

  const field = (name: string) => (failed instanceof Problem ? failed.field(name) : null);
  return (
    <Dialog open title="Change your password" onClose={onClose} width={420} keepOnOutsideClick>
      <form className="signin-form" onSubmit={(e) => void submit(e)}>
        {failed ? (
          <Notice tone="bad" live title="Not changed">
            {reason(failed)}
          </Notice>
        ) : null}
        <SecretField
          label="Current password"
          autoComplete="current-password"
          autoFocus
          required
          value={current}
          error={field("current")}
          onChange={setCurrent}
        />
        <SecretField
          label="New password"
          autoComplete="new-password"
          required
          value={next}
          error={field("replacement")}
          onChange={setNext}
        />
        <div className="fx-buttons end">
          <Button onClick={onClose}>Keep the old one</Button>
          <Button kind="primary" submit busy={busy} disabled={current === "" || next === ""}>
            Change password
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
