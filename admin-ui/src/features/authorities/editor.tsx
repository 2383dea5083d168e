import { useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api, dryRun, must, useMay, useOne, type Authority } from "../../api";
import {
  AreaField,
  At,
  CodeBlock,
  curl,
  downloadText,
  Button,
  Facts,
  FieldGroup,
  FileField,
  Notice,
  Page,
  Panel,
  plural,
  Segmented,
  SelectField,
  ShowAs,
  SwitchField,
  TextField,
  toast,
} from "../../kit";
import { ALGORITHMS } from "../certificates/words";
import { DeleteButton } from "../editing/frame";
import { EditorTail } from "../editing/tail";
import { useEditor } from "../editing/use-editor";
import { One } from "../listing/one";
import { CrlSection } from "./crl";
import {
  authorityToForm,
  formToAuthority,
  LABELS,
  mappingProblem,
  MAPPINGS,
  type AuthorityForm,
} from "./form";
import { AuthorityState } from "./list";

export function NewAuthorityPage() {
  const [kind, setKind] = useState<"here" | "import">("here");
  return <AuthorityEditor key={kind} authority={null} kind={kind} onKind={setKind} />;
}

export function AuthorityPage() {
  const { name } = getRouteApi("/authorities/$name").useParams();
  const query = useOne<Authority>("authorities", name, () =>
    must(api.GET("/api/v1/authorities/{name}", { params: { path: { name } } })),
  );
  return (
    <One what={`authority ${name}`} query={query}>
      {(a) => <AuthorityEditor key={name} authority={a} kind={a.builtIn ? "here" : "import"} />}
    </One>
  );
}

function AuthorityEditor(p: {
  authority: Authority | null;
  kind: "here" | "import";
  onKind?: (kind: "here" | "import") => void;
}) {
  const { authority: a } = p;
  const client = useQueryClient();
  const navigate = useNavigate();
  const readOnly = !useMay("certificates:write");
  const [name, setName] = useState(a?.name ?? "");
  const path = { name: name.trim() };
  const builtIn = p.kind === "here";
  const toForm = (from: Authority | null) => authorityToForm(from, !builtIn);
  const body = (form: AuthorityForm) => formToAuthority(form, { isNew: !a, builtIn });
  const put = (form: AuthorityForm, ifMatch: string | null, dry: boolean) =>
    api.PUT("/api/v1/authorities/{name}", {
      params: {
        path,
        ...(dry ? { query: { dryRun: true } } : {}),
        header: ifMatch ? { "If-Match": ifMatch } : {},
      },
      body: body(form),
    });
  const editor = useEditor<Authority, AuthorityForm>({
    loaded: a,
    toForm,
    save: async (form, ifMatch) => (await must(put(form, ifMatch, false))) as Authority,
    onSaved: (saved, created) => {
      toast(created ? `Authority ${saved.name} is here.` : `Authority ${saved.name} saved.`);
      client.setQueryData(["authorities", "one", saved.name], saved);
      void client.invalidateQueries({ queryKey: ["authorities"] });
      if (created) void navigate({ to: "/authorities/$name", params: { name: saved.name } });
    },
  });
  const { form, set, error } = editor;
  const missing =
    name.trim() === ""
      ? "Give the authority a name first."
      : !a && !builtIn && form.certificatePem.trim() === ""
        ? "Bring its certificate first."
        : mappingProblem(form.nameMapping);

  return (
    <Page
      title={a ? a.name : "New authority"}
      sub={a ? <AuthorityState authority={a} /> : null}
      actions={
        a ? (
          <>
            <Link
              to="/certificates"
              search={{ f: `authority:${a.name}` }}
              className="fx-linkbutton"
            >
              Its certificates
            </Link>
            {readOnly ? null : (
              <DeleteButton
                what={`authority ${a.name}`}
                typed={a.name}
                effect={
                  a.issued > 0
                    ? `It issued ${plural(a.issued, "certificate")}: the server refuses while they are needed for its CRL.`
                    : "Certificates it vouches for are believed no more: whoever logs in with one is refused."
                }
                onDelete={async () => {
                  await must(api.DELETE("/api/v1/authorities/{name}", { params: { path } }));
                  toast(`Authority ${a.name} deleted.`);
                  await navigate({ to: "/authorities", ignoreBlocker: true });
                  void client.invalidateQueries({ queryKey: ["authorities"] });
                }}
              />
            )}
          </>
        ) : null
      }
    >
      <div className="editor">
        <div>
          <FieldGroup title="Authority">
            {p.onKind ? (
              <div className="wide">
                <Segmented
                  label="Where it comes from"
                  value={p.kind}
                  options={[
                    { value: "here", label: "Make one here" },
                    { value: "import", label: "Import a trusted one" },
                  ]}
                  onChange={p.onKind}
                />
              </div>
            ) : null}
            <TextField
              label="Name"
              value={name}
              onChange={setName}
              readOnly={a !== null}
              disabled={readOnly}
              required={!a}
              mono
              autoFocus={!a}
              error={error("name")}
              help={a ? "Cannot change." : "Part of the CRL's URL: letters, digits, dot, dash."}
            />
            <SwitchField
              label="Enabled"
              checked={form.enabled}
              onChange={(v) => set("enabled", v)}
              disabled={readOnly}
              help="Off: its certificates are refused."
            />
            {!a && builtIn ? (
              <>
                <TextField
                  label="Subject"
                  value={form.subject}
                  onChange={(v) => set("subject", v)}
                  mono
                  placeholder={`CN=FlexAAA ${name.trim() || "NAME"} CA`}
                  error={error("subject")}
                />
                <SelectField
                  label="Key"
                  value={form.algorithm}
                  options={ALGORITHMS}
                  onChange={(v) => set("algorithm", v)}
                />
                <TextField
                  label="Valid for, days"
                  value={form.validityDays}
                  onChange={(v) => set("validityDays", v)}
                  mono
                  placeholder="3650"
                  error={error("validityDays")}
                />
              </>
            ) : null}
            {!a && !builtIn ? (
              <div className="wide">
                <FileField
                  label="Certificate file"
                  accept=".pem,.crt,.cer"
                  chosen={form.certificatePem ? "read, see below" : null}
                  onFile={async (f) => set("certificatePem", await f.text())}
                />
                <AreaField
                  label="Certificate, PEM"
                  value={form.certificatePem}
                  onChange={(v) => set("certificatePem", v)}
                  mono
                  rows={5}
                  required
                  error={error("certificatePem")}
                  placeholder="-----BEGIN CERTIFICATE-----"
                />
              </div>
            ) : null}
            <div className="wide">
              <AreaField
                label="Description"
                value={form.description}
                onChange={(v) => set("description", v)}
                disabled={readOnly}
                rows={2}
                error={error("description")}
              />
            </div>
          </FieldGroup>
          <FieldGroup
            title="Trust"
            lead="Whose certificates are believed, where, and what they call their owner."
          >
            <SwitchField
              label="For EAP"
              checked={form.eap}
              onChange={(v) => set("eap", v)}
              disabled={readOnly}
              help="Who has a certificate of it can log in by EAP-TLS."
            />
            <SwitchField
              label="For RadSec"
              checked={form.radsec}
              onChange={(v) => set("radsec", v)}
              disabled={readOnly}
              help="A hub with a certificate of it can connect, if a NAS has its name."
            />
            <AreaField
              label="Where the name is, first match wins"
              value={form.nameMapping}
              onChange={(v) => set("nameMapping", v)}
              disabled={readOnly}
              mono
              rows={4}
              error={mappingProblem(form.nameMapping) ?? error("nameMapping")}
              help={`One a line: ${MAPPINGS.join(", ")}.`}
            />
            {!form.eap && !form.radsec ? (
              <Notice tone="info" title="Trusted for nothing">
                It is known, and nobody gets in with its certificates until you say for what.
              </Notice>
            ) : null}
          </FieldGroup>
          <CrlSection
            authority={a}
            builtIn={builtIn}
            name={name.trim()}
            form={form}
            set={set}
            error={error}
            readOnly={readOnly}
          />
          <EditorTail<Authority, AuthorityForm>
            editor={editor}
            what={a ? `Authority ${a.name}` : "authority"}
            isNew={!a}
            labels={LABELS}
            toForm={toForm}
            missing={missing}
            readOnly={readOnly}
            check={() => dryRun(put(form, null, true))}
            onCancel={() => void navigate({ to: "/authorities" })}
          />
        </div>
        <aside aria-label="About this authority">
          {a ? <Stored authority={a} /> : null}
          <ShowAs
            views={[
              {
                name: "API call",
                text: curl(
                  "PUT",
                  `/api/v1/authorities/${encodeURIComponent(name.trim() || "NAME")}`,
                  body(form),
                  editor.base ? [`If-Match: "${editor.base.version}"`] : [],
                ),
              },
            ]}
          />
        </aside>
      </div>
    </Page>
  );
}

function Stored({ authority: a }: { authority: Authority }) {
  return (
    <Panel
      title="Certificate"
      action={
        <Button
          icon="drop"
          onClick={() => downloadText(`${a.name}.crt`, "application/x-pem-file", a.certificatePem)}
        >
          Save PEM
        </Button>
      }
    >
      <Facts
        rows={[
          ["Subject", a.subject],
          ["Valid until", <At key="u" at={a.notAfter} />],
          ["Key", a.algorithm],
          ["Issued", plural(a.issued, "certificate")],
          [
            "SHA-256",
            <span key="s" className="fx-id">
              {a.fingerprintSha256}
            </span>,
          ],
        ]}
      />
      <CodeBlock text={a.certificatePem.trim()} what="certificate" />
    </Panel>
  );
}
