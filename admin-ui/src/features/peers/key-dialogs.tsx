import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, must, reason, type NewPsk } from "../../api";
import {
  Button,
  CodeBlock,
  Dialog,
  InstantField,
  Notice,
  SelectField,
  TextField,
  zone,
} from "../../kit";

export type Kind = "symmetric" | "asymmetric";

/** The keys, once. Closing forgets them; nothing here stores them. */
export function HandOver(p: {
  peer: string;
  keys: NewPsk;
  revealed?: boolean;
  onClose: () => void;
}) {
  const { symmetric, local, remote } = p.keys;
  const spoke = symmetric
    ? `crypto ikev2 keyring FLEX\n peer HUB\n  address 0.0.0.0 0.0.0.0\n  pre-shared-key ${symmetric}`
    : `crypto ikev2 keyring FLEX\n peer HUB\n  address 0.0.0.0 0.0.0.0\n  pre-shared-key local ${remote ?? ""}\n  pre-shared-key remote ${local ?? ""}`;
  return (
    <Dialog
      open
      title={p.revealed ? `Key of ${p.peer}` : `New key of ${p.peer}`}
      onClose={p.onClose}
      width={620}
      keepOnOutsideClick
    >
      <div className="dyn">
        <Notice tone="warn">
          {p.revealed
            ? "Showing this was written to the audit log with your name."
            : "Shown this once. Copy it to the peer now; later it can only be revealed by an administrator, which is audited, or replaced."}
        </Notice>
        {symmetric ? <CodeBlock text={symmetric} what="key" /> : null}
        {local ? (
          <>
            <h3>Hub signs with (local)</h3>
            <CodeBlock text={local} what="local key" />
          </>
        ) : null}
        {remote ? (
          <>
            <h3>Peer signs with (remote)</h3>
            <CodeBlock text={remote} what="remote key" />
          </>
        ) : null}
        {symmetric || local ? (
          <>
            <h3>On an IOS spoke, for all hubs</h3>
            <CodeBlock text={spoke} what="spoke configuration" />
          </>
        ) : (
          <p>This peer has no key in force.</p>
        )}
        <div className="fx-buttons end">
          <Button kind="primary" onClick={p.onClose}>
            I have copied it
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

export function GenerateDialog(p: {
  peer: string;
  kind: Kind;
  replaces: boolean;
  onClose: () => void;
  onMade: (keys: NewPsk) => void;
}) {
  const client = useQueryClient();
  const [kind, setKind] = useState<Kind>(p.kind);
  const [length, setLength] = useState("32");
  const [expiresAt, setExpiresAt] = useState("");
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  const n = Number(length);
  const bad = Number.isInteger(n) && n >= 8 && n <= 128 ? null : "A whole number from 8 to 128.";

  async function run() {
    setBusy(true);
    setFailed(null);
    try {
      const keys = (await must(
        api.POST("/api/v1/peers/{name}/psk:generate", {
          params: { path: { name: p.peer } },
          body: { kind, length: n, ...(expiresAt ? { expiresAt } : {}) },
        }),
      )) as NewPsk;
      await client.invalidateQueries({ queryKey: ["peers"] });
      p.onMade(keys);
    } catch (e) {
      setFailed(reason(e));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog
      open
      title={`Generate a key for ${p.peer}`}
      onClose={p.onClose}
      width={460}
      keepOnOutsideClick
    >
      <div className="dyn">
        {p.replaces ? (
          <Notice tone="warn">
            The key in force is replaced at once: until the peer has the new one it cannot connect.
            A running tunnel stays up until it has to authenticate again.
          </Notice>
        ) : null}
        <SelectField
          label="Kind"
          value={kind}
          options={[
            { value: "symmetric", label: "Symmetric: one key for both directions" },
            { value: "asymmetric", label: "Asymmetric: hub and peer sign with different keys" },
          ]}
          onChange={setKind}
        />
        <TextField
          label="Length, characters"
          value={length}
          onChange={setLength}
          error={bad}
          help="Letters and digits that IOS takes without quoting."
        />
        <InstantField
          label="Expires"
          value={expiresAt}
          onChange={setExpiresAt}
          help={`Empty: never. Your clock, ${zone()}.`}
        />
        {failed ? (
          <Notice tone="bad" live title="No key was made">
            {failed}
          </Notice>
        ) : null}
        <div className="fx-buttons end">
          <Button onClick={p.onClose}>Keep the old key</Button>
          <Button
            kind="primary"
            icon="token"
            busy={busy}
            disabled={bad !== null}
            onClick={() => void run()}
          >
            Generate and show once
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

export function RevealDialog(p: {
  peer: string;
  onClose: () => void;
  onShown: (keys: NewPsk) => void;
}) {
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  async function run() {
    setBusy(true);
    setFailed(null);
    try {
      const keys = (await must(
        api.POST("/api/v1/peers/{name}/psk:reveal", { params: { path: { name: p.peer } } }),
      )) as NewPsk;
      p.onShown(keys);
    } catch (e) {
      setFailed(reason(e));
    } finally {
      setBusy(false);
    }
  }
  return (
    <Dialog open title={`Reveal the key of ${p.peer}?`} onClose={p.onClose} width={420}>
      <p>Your name, address and the time go into the audit log before the key is shown.</p>
      {failed ? (
        <Notice tone="bad" live title="Not revealed">
          {failed}
        </Notice>
      ) : null}
      <div className="fx-buttons end">
        <Button onClick={p.onClose}>Leave it hidden</Button>
        <Button kind="primary" busy={busy} onClick={() => void run()}>
          Reveal the key
        </Button>
      </div>
    </Dialog>
  );
}
