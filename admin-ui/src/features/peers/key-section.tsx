import { useState } from "react";
import { useMay, type NewPsk, type Peer } from "../../api";
import {
  Ago,
  At,
  Button,
  FieldGroup,
  InstantField,
  SecretField,
  SelectField,
  State,
  zone,
} from "../../kit";
import type { PeerForm } from "./form";
import { GenerateDialog, HandOver, RevealDialog } from "./key-dialogs";
import { KeyState } from "./state";

export function KeySection(p: {
  peer: Peer | null;
  form: PeerForm;
  readOnly: boolean;
  error: (field: string) => string | null;
  set: <K extends keyof PeerForm>(field: K, value: PeerForm[K]) => void;
}) {
  const mayReveal = useMay("secrets:reveal");
  const [dialog, setDialog] = useState<"generate" | "reveal" | null>(null);
  const [keys, setKeys] = useState<{ keys: NewPsk; revealed: boolean } | null>(null);
  const { peer, form } = p;
  const own = form.key === "symmetric" || form.key === "asymmetric";

  return (
    <FieldGroup
      title="Key"
      wide
      lead="The pre-shared key of IKE_AUTH. It is never shown again after it was handed over."
    >
      {peer ? (
        <div className="key-line">
          <KeyState psk={peer.psk} />
          <span>
            {peer.psk.kind === "asymmetric" ? (
              <State tone="idle" icon="token">
                {peer.psk.localSet ? "local set" : "local missing"},{" "}
                {peer.psk.remoteSet ? "remote set" : "remote missing"}
              </State>
            ) : null}
          </span>
          {peer.psk.createdAt ? (
            <span className="fx-dim">
              set <Ago at={peer.psk.createdAt} />
            </span>
          ) : null}
          <span className="fx-dim">
            {peer.psk.lastUsedAt ? (
              <>
                last used <Ago at={peer.psk.lastUsedAt} />
              </>
            ) : (
              "never used"
            )}
          </span>
          {peer.psk.expiresAt ? (
            <span className="fx-dim">
              expires <At at={peer.psk.expiresAt} />
            </span>
          ) : null}
          {p.readOnly ? null : (
            <span className="fx-buttons key-acts">
              <Button icon="token" onClick={() => setDialog("generate")}>
                {peer.psk.set ? "Generate a new key" : "Generate a key"}
              </Button>
              {mayReveal && peer.psk.set ? (
                <Button onClick={() => setDialog("reveal")}>Reveal</Button>
              ) : null}
            </span>
          )}
        </div>
      ) : null}
      {p.readOnly ? null : (
        <div className="key-fields">
          <SelectField
            label={peer ? "When saving" : "Key of the new peer"}
            value={form.key}
            options={[
              ...(peer
                ? [{ value: "keep" as const, label: "Leave the key as it is" }]
                : [
                    {
                      value: "generate-symmetric" as const,
                      label: "Generate: one key for both directions",
                    },
                    {
                      value: "generate-asymmetric" as const,
                      label: "Generate: different keys for hub and peer",
                    },
                  ]),
              { value: "symmetric", label: "Set my own key, both directions" },
              { value: "asymmetric", label: "Set my own keys, one per direction" },
              { value: "none", label: peer ? "Take the key away" : "No key" },
            ]}
            error={p.error("psk.kind")}
            onChange={(v) => p.set("key", v)}
          />
          {own || form.key.startsWith("generate") ? (
            own ? (
              <InstantField
                label="Key expires"
                value={form.keyExpiresAt}
                onChange={(v) => p.set("keyExpiresAt", v)}
                error={p.error("psk.expiresAt")}
                help={`Empty: never. Your clock, ${zone()}.`}
              />
            ) : (
              <p className="fx-dim key-hint">
                32 characters; shown once after the peer is created.
              </p>
            )
          ) : null}
          {form.key === "symmetric" ? (
            <SecretField
              label="Key, both directions"
              value={form.symmetric}
              onChange={(v) => p.set("symmetric", v)}
              error={p.error("psk.symmetric")}
              mono
            />
          ) : null}
          {form.key === "asymmetric" ? (
            <>
              <SecretField
                label="Key the hub signs with (local)"
                value={form.local}
                onChange={(v) => p.set("local", v)}
                error={p.error("psk.local")}
                mono
              />
              <SecretField
                label="Key the peer signs with (remote)"
                value={form.remote}
                onChange={(v) => p.set("remote", v)}
                error={p.error("psk.remote")}
                mono
              />
            </>
          ) : null}
        </div>
      )}
      {peer && dialog === "generate" ? (
        <GenerateDialog
          peer={peer.name}
          kind={peer.psk.kind === "asymmetric" ? "asymmetric" : "symmetric"}
          replaces={peer.psk.set}
          onClose={() => setDialog(null)}
          onMade={(made) => {
            setDialog(null);
            setKeys({ keys: made, revealed: false });
          }}
        />
      ) : null}
      {peer && dialog === "reveal" ? (
        <RevealDialog
          peer={peer.name}
          onClose={() => setDialog(null)}
          onShown={(shown) => {
            setDialog(null);
            setKeys({ keys: shown, revealed: true });
          }}
        />
      ) : null}
      {peer && keys ? (
        <HandOver
          peer={peer.name}
          keys={keys.keys}
          revealed={keys.revealed}
          onClose={() => setKeys(null)}
        />
      ) : null}
    </FieldGroup>
  );
}
