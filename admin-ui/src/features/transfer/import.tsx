import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, reason, toProblem, type ImportReport } from "../../api";
import {
  Button,
  FileField,
  Notice,
  Panel,
  plural,
  SecretField,
  SelectField,
  toast,
} from "../../kit";
import { Report } from "./report";
import { FORMATS, guess, KINDS, summary, type Format, type Kind } from "./words";
import "../dynauth/dynauth.css";

type File_ = { name: string; text: string };

/** Refused as a whole is no failure of the call: the report says why, row by row. */
async function send(p: {
  file: File_;
  format: Format;
  kind: Kind;
  mode: "atomic" | "each";
  passphrase: string;
  dryRun: boolean;
}): Promise<ImportReport> {
  const { data, error, response } = await api.POST("/api/v1/import", {
    params: {
      query: {
        format: p.format,
        mode: p.mode,
        dryRun: p.dryRun,
        ...(p.format === "csv" ? { kind: p.kind } : {}),
      },
    },
    headers: {
      "Content-Type": "text/plain; charset=utf-8",
      ...(p.passphrase ? { "X-FlexAAA-Passphrase": p.passphrase } : {}),
    },
    body: p.file.text,
    bodySerializer: (body) => body,
  });
  const body = data ?? error;
  if (typeof body === "object" && body !== null && "rows" in body) return body as ImportReport;
  throw toProblem(response.status, error);
}

export function ImportPanel() {
  const client = useQueryClient();
  const [file, setFile] = useState<File_ | null>(null);
  const [format, setFormat] = useState<Format>("json");
  const [kind, setKind] = useState<Kind>("peer");
  const [mode, setMode] = useState<"atomic" | "each">("atomic");
  const [passphrase, setPassphrase] = useState("");
  const [report, setReport] = useState<ImportReport | null>(null);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<unknown>(null);
  const usable = report ? report.created + report.changed : 0;
  const blocked = report !== null && mode === "atomic" && report.failed > 0;

  async function run(dryRun: boolean, of = file, as = format) {
    if (!of) return;
    setBusy(true);
    setFailed(null);
    try {
      const answer = await send({ file: of, format: as, kind, mode, passphrase, dryRun });
      setReport(answer);
      if (!dryRun && answer.committed) {
        toast(`Imported: ${summary(answer)}.`);
        await client.invalidateQueries();
      }
    } catch (e) {
      setReport(null);
      setFailed(e);
    } finally {
      setBusy(false);
    }
  }
  const changed = <T,>(set: (v: T) => void) => {
    return (v: T) => {
      set(v);
      // A verdict made with other choices says nothing any more.
      setReport(null);
    };
  };

  return (
    <Panel title="Import">
      <div className="dyn">
        <FileField
          label="File"
          accept=".json,.csv,.txt,.sql,.users,*"
          chosen={file ? `${file.name}, ${plural(file.text.length, "character")}` : null}
          help="Nothing is stored before you have seen what it would do."
          onFile={(f) =>
            void f.text().then((text) => {
              const next = { name: f.name, text };
              const as = guess(f.name, text);
              setFile(next);
              setFormat(as);
              setReport(null);
            })
          }
        />
        <div className="transfer-options">
          <SelectField
            label="Format"
            value={format}
            options={[...FORMATS]}
            onChange={changed(setFormat)}
          />
          {format === "csv" ? (
            <SelectField
              label="The rows are"
              value={kind}
              options={KINDS.map((k) => ({ value: k, label: k === "nas" ? "NAS" : `${k}s` }))}
              onChange={changed(setKind)}
            />
          ) : null}
          <SelectField
            label="If a row is refused"
            value={mode}
            options={[
              { value: "atomic", label: "Keep nothing" },
              { value: "each", label: "Keep the other rows" },
            ]}
            onChange={changed(setMode)}
          />
          {format === "json" ? (
            <SecretField
              label="Passphrase of sealed secrets"
              value={passphrase}
              onChange={changed(setPassphrase)}
              help="Empty if it has none."
            />
          ) : null}
        </div>
        {failed ? (
          <Notice tone="bad" live title="The file cannot be read">
            {reason(failed)}
            <FieldsOf failed={failed} />
          </Notice>
        ) : null}
        {report ? <Report report={report} /> : null}
        <div className="fx-buttons end">
          <Button
            kind={report && !report.committed ? "plain" : "primary"}
            busy={busy && !report}
            disabled={!file}
            hint={file ? undefined : "Choose a file first"}
            onClick={() => void run(true)}
          >
            Show what it would do
          </Button>
          {report && !report.committed ? (
            <Button
              kind="primary"
              busy={busy}
              disabled={usable === 0 || blocked}
              hint={
                blocked
                  ? "Correct the refused rows, or keep the other ones"
                  : usable === 0
                    ? "Nothing would change"
                    : undefined
              }
              onClick={() => void run(false)}
            >
              Import {plural(usable, "object")}
            </Button>
          ) : null}
        </div>
      </div>
    </Panel>
  );
}

function FieldsOf({ failed }: { failed: unknown }) {
  const fields =
    typeof failed === "object" && failed !== null && "fields" in failed
      ? (failed.fields as { field: string; message: string; cure?: string }[])
      : [];
  return fields.map((f) => (
    <p key={f.field}>
      <b>{f.field}</b> {f.message}
      {f.cure ? `; ${f.cure}` : ""}
    </p>
  ));
}
