import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, must, reason, type Authority } from "../../api";
import {
  Ago,
  At,
  Facts,
  FieldGroup,
  FileField,
  Notice,
  plural,
  SelectField,
  TextField,
  toast,
} from "../../kit";
import { base64 } from "../certificates/words";
import { CHECKS, type AuthorityForm } from "./form";

/** How revocation is found out: published for one made here, asked for an imported one. */
export function CrlSection(p: {
  authority: Authority | null;
  builtIn: boolean;
  name: string;
  form: AuthorityForm;
  set: <K extends keyof AuthorityForm>(field: K, value: AuthorityForm[K]) => void;
  error: (field: string) => string | null;
  readOnly: boolean;
}) {
  const { form, set, error, readOnly } = p;
  if (p.builtIn)
    return (
      <FieldGroup title="Revocation" wide>
        <Notice tone="good" title="Published by this server">
          CRL at <code>/crl/{p.name || "NAME"}.crl</code>, OCSP at <code>/ocsp</code>, certificate
          at <code>/ca/{p.name || "NAME"}.crt</code>. Its own checks know a revocation at once.
        </Notice>
      </FieldGroup>
    );
  return (
    <FieldGroup
      title="Revocation"
      lead="Asked for in the background, never while somebody logs in."
    >
      <SelectField
        label="CRL"
        value={form.crlCheck}
        options={CHECKS}
        disabled={readOnly}
        onChange={(v) => set("crlCheck", v)}
        error={error("crlCheck")}
      />
      <TextField
        label="CRL URL"
        value={form.crlUrl}
        onChange={(v) => {
          // A URL with the check off would be fetched for nothing.
          if (form.crlUrl === "" && v !== "" && form.crlCheck === "off") set("crlCheck", "hard");
          set("crlUrl", v);
        }}
        disabled={readOnly}
        mono
        placeholder="http://pki.example.com/ca.crl"
        error={error("crlUrl")}
        help="Or bring the file below."
      />
      <SelectField
        label="OCSP"
        value={form.ocspCheck}
        options={CHECKS}
        disabled={readOnly}
        onChange={(v) => set("ocspCheck", v)}
        error={error("ocspCheck")}
      />
      <TextField
        label="OCSP URL"
        value={form.ocspUrl}
        onChange={(v) => {
          if (form.ocspUrl === "" && v !== "" && form.ocspCheck === "off") set("ocspCheck", "hard");
          set("ocspUrl", v);
        }}
        disabled={readOnly}
        mono
        placeholder="http://ocsp.example.com/"
        error={error("ocspUrl")}
      />
      {p.authority ? (
        <div className="wide">
          <CrlState authority={p.authority} />
          {readOnly ? null : <Upload name={p.authority.name} />}
        </div>
      ) : null}
    </FieldGroup>
  );
}

function CrlState({ authority: { crl } }: { authority: Authority }) {
  if (!crl) return <p className="fx-dim">No list has come yet.</p>;
  return (
    <>
      {crl.error ? (
        <Notice tone="warn" title="The last fetch failed; the list before it stays in force">
          {crl.error}
        </Notice>
      ) : null}
      <Facts
        rows={[
          ["Revoked", plural(crl.revoked, "certificate")],
          ["Made", <At key="t" at={crl.thisUpdate} />],
          ["Next one due", <Ago key="n" at={crl.nextUpdate} />],
          ["Looked at", <Ago key="c" at={crl.checkedAt} />],
        ]}
      />
    </>
  );
}

function Upload({ name }: { name: string }) {
  const client = useQueryClient();
  const [file, setFile] = useState<string | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  async function send(f: File) {
    setFile(f.name);
    setFailed(null);
    try {
      const octets = new Uint8Array(await f.arrayBuffer());
      const text = new TextDecoder().decode(octets);
      await must(
        api.POST("/api/v1/authorities/{name}/crl", {
          params: { path: { name } },
          body: { crl: text.includes("-----BEGIN") ? text : base64(octets) },
        }),
      );
      toast(`The revocation list of ${name} is in force.`);
      await client.invalidateQueries({ queryKey: ["authorities"] });
    } catch (e) {
      setFailed(reason(e));
    }
  }
  return (
    <FileField
      label="Revocation list, PEM or DER"
      accept=".crl,.pem,.der"
      chosen={file}
      error={failed}
      onFile={(f) => void send(f)}
    />
  );
}
