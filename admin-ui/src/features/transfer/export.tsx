import { useState } from "react";
import { api, must, reason, useMay } from "../../api";
import {
  Button,
  curl,
  downloadText,
  Notice,
  Panel,
  SecretField,
  SelectField,
  ShowAs,
} from "../../kit";
import { KINDS, type Kind } from "./words";
import "../dynauth/dynauth.css";

type Format = "json" | "csv" | "freeradius-users";
type Secrets = "none" | "sealed" | "clear";

export function ExportPanel() {
  const maySecrets = useMay("secrets:export");
  const [format, setFormat] = useState<Format>("json");
  const [kind, setKind] = useState<Kind>("peer");
  const [secrets, setSecrets] = useState<Secrets>("none");
  const [passphrase, setPassphrase] = useState("");
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  const query = {
    format,
    secrets,
    ...(format === "csv" ? { kind } : {}),
  };
  const missing =
    secrets === "sealed" && passphrase.length < 8 ? "A passphrase of at least 8 characters" : null;

  async function run() {
    setBusy(true);
    setFailed(null);
    try {
      const text = await must(
        api.GET("/api/v1/export", {
          params: { query },
          headers: secrets === "sealed" ? { "X-FlexAAA-Passphrase": passphrase } : {},
          parseAs: "text",
        }),
      );
      const name =
        format === "json"
          ? "flexaaa.json"
          : format === "csv"
            ? `flexaaa-${kind}s.csv`
            : "flexaaa-users";
      downloadText(name, format === "json" ? "application/json" : "text/plain", String(text));
    } catch (e) {
      setFailed(reason(e));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Panel title="Export">
      <div className="dyn">
        <SelectField
          label="Format"
          value={format}
          options={[
            { value: "json", label: "FlexAAA JSON: everything, without loss" },
            { value: "csv", label: "CSV: one kind as a table" },
            { value: "freeradius-users", label: "FreeRADIUS users file" },
          ]}
          onChange={(v) => {
            setFormat(v);
            if (v !== "json" && secrets === "sealed") setSecrets("none");
          }}
        />
        {format === "csv" ? (
          <SelectField
            label="Which"
            value={kind}
            options={KINDS.map((k) => ({ value: k, label: k === "nas" ? "NAS" : `${k}s` }))}
            onChange={setKind}
          />
        ) : null}
        {maySecrets ? (
          <SelectField
            label="Secrets"
            value={secrets}
            options={[
              { value: "none", label: "Left out" },
              ...(format === "json"
                ? [{ value: "sealed" as const, label: "Sealed by a passphrase" }]
                : []),
              { value: "clear", label: "In clear" },
            ]}
            onChange={setSecrets}
          />
        ) : null}
        {secrets === "sealed" ? (
          <SecretField
            label="Passphrase"
            value={passphrase}
            onChange={setPassphrase}
            required
            help="Without it the secrets in the file are lost."
          />
        ) : null}
        {secrets === "clear" ? (
          <Notice tone="warn" title="Keys and passwords leave in clear">
            The server must allow it by a setting, and your name goes into the audit log.
          </Notice>
        ) : null}
        {failed ? (
          <Notice tone="bad" live title="Not exported">
            {failed}
          </Notice>
        ) : null}
        <Button
          kind="primary"
          icon="drop"
          busy={busy}
          disabled={missing !== null}
          hint={missing ?? undefined}
          onClick={() => void run()}
        >
          Export to a file
        </Button>
        <ShowAs
          views={[
            {
              name: "API call",
              text: curl("GET", `/api/v1/export?${new URLSearchParams(query).toString()}`),
            },
          ]}
        />
      </div>
    </Panel>
  );
}
