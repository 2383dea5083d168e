import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import {
  api,
  must,
  Problem,
  reason,
  useMay,
  type Certificate,
  type IssuedCertificate,
} from "../../api";
import {
  At,
  Button,
  CodeBlock,
  Dialog,
  downloadText,
  Facts,
  Notice,
  SecretField,
  SelectField,
  SidePanel,
  TextField,
  toast,
} from "../../kit";
import { DeleteButton } from "../editing/frame";
import { CertificateState } from "./list";
import { REASONS, shortName } from "./words";

export function CertificatePanel(p: {
  certificate: Certificate;
  onClose: () => void;
  onIssued: (issued: IssuedCertificate) => void;
}) {
  const { certificate: c } = p;
  const client = useQueryClient();
  const mayWrite = useMay("certificates:write");
  const [doing, setDoing] = useState<"renew" | "revoke" | null>(null);
  const name = shortName(c);
  const own = c.authority !== null;
  const path = { params: { path: { id: c.id } } };
  return (
    <SidePanel title={name} label={`Certificate of ${name}`} onClose={p.onClose}>
      <div className="fx-buttons">
        <Button
          icon="drop"
          onClick={() =>
            downloadText(
              `${name.replace(/[^\w.@-]/g, "_")}.pem`,
              "application/x-pem-file",
              c.certificatePem + c.chainPem,
            )
          }
        >
          Save PEM
        </Button>
        {mayWrite && own && c.state !== "revoked" ? (
          <>
            <Button icon="refresh" onClick={() => setDoing("renew")}>
              Renew
            </Button>
            <Button icon="stop" onClick={() => setDoing("revoke")}>
              Revoke
            </Button>
          </>
        ) : null}
        {mayWrite && !own ? (
          <DeleteButton
            what={`the certificate of ${name}`}
            typed={name}
            effect="Certificate and key leave this server. A listener that shows it must be given another first."
            onDelete={async () => {
              await must(api.DELETE("/api/v1/certificates/{id}", path));
              toast(`Certificate of ${name} deleted.`);
              p.onClose();
              await client.invalidateQueries({ queryKey: ["certificates"] });
            }}
          />
        ) : null}
      </div>
      <Facts
        rows={[
          ["State", <CertificateState key="s" certificate={c} />],
          ...(c.revokedAt
            ? ([
                ["Revoked", <At key="r" at={c.revokedAt} />],
                ["Why", c.revocationReason ?? "-"],
              ] as [string, React.ReactNode][])
            : []),
          ["For", c.purpose],
          ["Shown by", c.shownFor.join(", ") || "no listener"],
          [
            "Authority",
            c.authority ? (
              <Link key="a" to="/authorities/$name" params={{ name: c.authority }}>
                {c.authority}
              </Link>
            ) : (
              "another, imported"
            ),
          ],
          ["Names", c.names.join(", ") || "none"],
          ["Subject", c.subject],
          ["Valid from", <At key="f" at={c.notBefore} />],
          ["Valid until", <At key="u" at={c.notAfter} />],
          ["Key", `${c.algorithm}, ${c.keyHeld ? "kept here, sealed" : "not here"}`],
          [
            "Serial",
            <span key="n" className="fx-id">
              {c.serial}
            </span>,
          ],
        ]}
      />
      <CodeBlock text={c.certificatePem.trim()} what="certificate" />
      {doing === "renew" ? (
        <RenewDialog certificate={c} onClose={() => setDoing(null)} onIssued={p.onIssued} />
      ) : null}
      {doing === "revoke" ? <RevokeDialog certificate={c} onClose={() => setDoing(null)} /> : null}
    </SidePanel>
  );
}

function RenewDialog(p: {
  certificate: Certificate;
  onClose: () => void;
  onIssued: (issued: IssuedCertificate) => void;
}) {
  const client = useQueryClient();
  const { certificate: c } = p;
  const [passphrase, setPassphrase] = useState("");
  const [days, setDays] = useState("");
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<unknown>(null);
  const field = (f: string) => (failed instanceof Problem ? failed.field(f) : null);
  const handsOut = c.purpose !== "server";
  async function run() {
    setBusy(true);
    setFailed(null);
    try {
      const issued = (await must(
        api.POST("/api/v1/certificates/{id}:renew", {
          params: { path: { id: c.id } },
          body: {
            ...(passphrase ? { passphrase } : {}),
            ...(days.trim() ? { validityDays: Number(days) } : {}),
          },
        }),
      )) as IssuedCertificate;
      await client.invalidateQueries({ queryKey: ["certificates"] });
      p.onClose();
      p.onIssued(issued);
    } catch (e) {
      setFailed(e);
    } finally {
      setBusy(false);
    }
  }
  return (
    <Dialog open title={`Renew ${shortName(c)}`} onClose={p.onClose} width={460} keepOnOutsideClick>
      <div className="dyn">
        <p>
          The same names with a new key and a new term.{" "}
          {c.shownFor.length > 0 ? `${c.shownFor.join(" and ")} show the new one at once. ` : ""}
          The old one stays valid until it ends or is revoked.
        </p>
        <TextField
          label="Valid for, days"
          value={days}
          onChange={setDays}
          mono
          placeholder="as usual for its purpose"
          error={field("validityDays")}
        />
        <SecretField
          label="Passphrase of the PKCS#12 file"
          value={passphrase}
          onChange={setPassphrase}
          required={handsOut}
          error={field("passphrase")}
          help={
            handsOut
              ? "The new key is given out once, in this file."
              : "Only if you want it as a file, too."
          }
        />
        {failed ? (
          <Notice tone="bad" live title="Not renewed">
            {reason(failed)}
          </Notice>
        ) : null}
        <div className="fx-buttons end">
          <Button onClick={p.onClose}>Keep the old one</Button>
          <Button
            kind="primary"
            busy={busy}
            disabled={handsOut && passphrase.length < 8}
            hint={
              handsOut && passphrase.length < 8
                ? "A passphrase of at least 8 characters"
                : undefined
            }
            onClick={() => void run()}
          >
            Renew it
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

function RevokeDialog(p: { certificate: Certificate; onClose: () => void }) {
  const client = useQueryClient();
  const { certificate: c } = p;
  const name = shortName(c);
  const [why, setWhy] = useState<(typeof REASONS)[number]["value"]>("unspecified");
  const [typed, setTyped] = useState("");
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  async function run() {
    setBusy(true);
    setFailed(null);
    try {
      await must(
        api.POST("/api/v1/certificates/{id}:revoke", {
          params: { path: { id: c.id } },
          body: { reason: why },
        }),
      );
      toast(`Certificate of ${name} revoked.`);
      await client.invalidateQueries({ queryKey: ["certificates"] });
      p.onClose();
    } catch (e) {
      setFailed(reason(e));
    } finally {
      setBusy(false);
    }
  }
  return (
    <Dialog open title={`Revoke the certificate of ${name}?`} onClose={p.onClose} width={460}>
      <div className="dyn">
        <p>
          For ever: CRL and OCSP say so at once, and whoever checks them refuses it.
          {c.shownFor.length > 0
            ? ` ${c.shownFor.join(" and ")} still show it: assign another.`
            : ""}
        </p>
        <SelectField label="Why" value={why} options={[...REASONS]} onChange={setWhy} />
        <TextField
          label={`Type ${name} to confirm`}
          value={typed}
          onChange={setTyped}
          mono
          autoFocus
        />
        {failed ? (
          <Notice tone="bad" live title="Not revoked">
            {failed}
          </Notice>
        ) : null}
        <div className="fx-buttons end">
          <Button onClick={p.onClose}>Keep it valid</Button>
          <Button
            kind="danger"
            busy={busy}
            disabled={typed.trim() !== name}
            onClick={() => void run()}
          >
            Revoke it
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
