import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, must, Problem, reason } from "../../api";
import {
  AreaField,
  Button,
  Dialog,
  FileField,
  Notice,
  SecretField,
  Segmented,
  toast,
} from "../../kit";
import { base64 } from "./words";

/** A server certificate that was made elsewhere, with its key. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const [kind, setKind] = useState<"pkcs12" | "pem">("pkcs12");
  const [file, setFile] = useState<{ name: string; text: string } | null>(null);
  const [chain, setChain] = useState("");
  const [key, setKey] = useState("");
  const [passphrase, setPassphrase] = useState("");
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<unknown>(null);
  const field = (f: string) => (failed instanceof Problem ? failed.field(f) : null);
  const missing =
    kind === "pkcs12" && !file
      ? "Choose the file first"
      : kind === "pem" && (chain.trim() === "" || key.trim() === "")
        ? "Paste certificate and key first"
        : null;

  async function run() {
    setBusy(true);
    setFailed(null);
    try {
      await must(
        api.POST("/api/v1/certificates:import", {
          body: {
            ...(kind === "pkcs12"
              ? { pkcs12: file?.text ?? "" }
              : { certificatePem: chain, privateKeyPem: key }),
            ...(passphrase ? { passphrase } : {}),
          },
        }),
      );
      toast("Certificate imported.");
      await client.invalidateQueries({ queryKey: ["certificates"] });
      onClose();
    } catch (e) {
      setFailed(e);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog
      open
      title="Import a server certificate with its key"
      onClose={onClose}
      width={560}
      keepOnOutsideClick
    >
      <div className="dyn">
        <Segmented
          label="Form of the import"
          value={kind}
          options={[
            { value: "pkcs12", label: "PKCS#12 file" },
            { value: "pem", label: "PEM text" },
          ]}
          onChange={setKind}
        />
        {kind === "pkcs12" ? (
          <FileField
            label="PKCS#12 file"
            accept=".p12,.pfx"
            chosen={file?.name ?? null}
            error={field("pkcs12")}
            onFile={async (f) =>
              setFile({ name: f.name, text: base64(new Uint8Array(await f.arrayBuffer())) })
            }
          />
        ) : (
          <>
            <AreaField
              label="Certificate, then its intermediates"
              value={chain}
              onChange={setChain}
              mono
              rows={5}
              error={field("certificatePem")}
              placeholder="-----BEGIN CERTIFICATE-----"
            />
            <AreaField
              label="Private key"
              value={key}
              onChange={setKey}
              mono
              rows={4}
              error={field("privateKeyPem")}
              placeholder="-----BEGIN PRIVATE KEY-----"
            />
          </>
        )}
        <SecretField
          label="Passphrase"
          value={passphrase}
          onChange={setPassphrase}
          error={field("passphrase")}
          help="Empty if it has none."
        />
        {failed ? (
          <Notice tone="bad" live title="Not imported">
            {reason(failed)}
          </Notice>
        ) : null}
        <div className="fx-buttons end">
          <Button onClick={onClose}>Import none</Button>
          <Button
            kind="primary"
            busy={busy}
            disabled={missing !== null}
            hint={missing ?? undefined}
            onClick={() => void run()}
          >
            Import the certificate
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
