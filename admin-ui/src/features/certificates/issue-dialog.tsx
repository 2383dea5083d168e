import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import {
  api,
  must,
  Problem,
  reason,
  type Authority,
  type IssuedCertificate,
  type Page,
} from "../../api";
import {
  AreaField,
  Button,
  Dialog,
  Notice,
  SecretField,
  Segmented,
  SelectField,
  TextField,
} from "../../kit";
import { ALGORITHMS, lines, PURPOSES, type Algorithm } from "./words";

const HINT: Record<(typeof PURPOSES)[number]["value"], string> = {
  server: "dns:aaa.example.com",
  hub: "dns:hub1.example.com\nip:192.0.2.1",
  client: "email:anna@example.com",
};

/** A new certificate: key made here and given out once, or a request signed. */
export function IssueDialog(p: {
  onClose: () => void;
  onIssued: (issued: IssuedCertificate) => void;
}) {
  const client = useQueryClient();
  const authorities = useQuery({
    queryKey: ["authorities", "names"],
    queryFn: async () =>
      (await must(
        api.GET("/api/v1/authorities", { params: { query: { limit: 200 } } }),
      )) as Page<Authority>,
  });
  const own = (authorities.data?.items ?? []).filter((a) => a.builtIn && a.enabled);
  const [purpose, setPurpose] = useState<(typeof PURPOSES)[number]["value"]>("server");
  const [authority, setAuthority] = useState("");
  const [names, setNames] = useState("");
  const [subject, setSubject] = useState("");
  const [algorithm, setAlgorithm] = useState<Algorithm>("ec-p256");
  const [days, setDays] = useState("");
  const [from, setFrom] = useState<"here" | "csr">("here");
  const [csr, setCsr] = useState("");
  const [passphrase, setPassphrase] = useState("");
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<unknown>(null);
  const field = (f: string) => (failed instanceof Problem ? failed.field(f) : null);
  const handsOut = from === "here" && purpose !== "server";
  const missing =
    from === "csr" && csr.trim() === ""
      ? "Paste the request first"
      : from === "here" && lines(names).length === 0 && subject.trim() === ""
        ? "Give it a name first"
        : handsOut && passphrase.length < 8
          ? "A passphrase of at least 8 characters seals the key"
          : null;

  async function run() {
    setBusy(true);
    setFailed(null);
    try {
      const issued = (await must(
        api.POST("/api/v1/certificates", {
          body: {
            purpose,
            ...(authority ? { authority } : {}),
            ...(subject.trim() ? { subject: subject.trim() } : {}),
            ...(lines(names).length > 0 ? { names: lines(names) } : {}),
            ...(days.trim() ? { validityDays: Number(days) } : {}),
            ...(from === "csr" ? { csrPem: csr.trim() } : { algorithm }),
            ...(from === "here" && passphrase ? { passphrase } : {}),
          },
        }),
      )) as IssuedCertificate;
      await client.invalidateQueries({ queryKey: ["certificates"] });
      void client.invalidateQueries({ queryKey: ["authorities"] });
      p.onClose();
      p.onIssued(issued);
    } catch (e) {
      setFailed(e);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog open title="Issue a certificate" onClose={p.onClose} width={560} keepOnOutsideClick>
      <div className="dyn">
        <SelectField
          label="For"
          value={purpose}
          options={PURPOSES}
          autoFocus
          onChange={setPurpose}
          error={field("purpose")}
        />
        {own.length > 0 ? (
          <SelectField
            label="Authority"
            value={authority}
            options={[
              { value: "", label: "flexaaa, the server's own" },
              ...own
                .filter((a) => a.name !== "flexaaa")
                .map((a) => ({ value: a.name, label: a.name })),
            ]}
            onChange={setAuthority}
            error={field("authority")}
          />
        ) : (
          <Notice tone="info">
            The first certificate makes the server's own authority, called <code>flexaaa</code>.
          </Notice>
        )}
        <Segmented
          label="Where the key is made"
          value={from}
          options={[
            { value: "here", label: "Make the key here" },
            { value: "csr", label: "Sign a request (PKCS#10)" },
          ]}
          onChange={setFrom}
        />
        {from === "csr" ? (
          <AreaField
            label="Request, PEM"
            value={csr}
            onChange={setCsr}
            mono
            rows={5}
            error={field("csrPem")}
            placeholder="-----BEGIN CERTIFICATE REQUEST-----"
            help="The key stays where it is. Names below replace those of the request."
          />
        ) : null}
        <AreaField
          label="Names, one a line"
          value={names}
          onChange={setNames}
          mono
          rows={2}
          required={from === "here"}
          error={field("names")}
          placeholder={HINT[purpose]}
          help="dns:, ip:, email: or upn: and the name."
        />
        <TextField
          label="Subject"
          value={subject}
          onChange={setSubject}
          mono
          error={field("subject")}
          placeholder="made from the first name"
          help="As in CN=hub1.example.com,O=Example."
        />
        {from === "here" ? (
          <SelectField label="Key" value={algorithm} options={ALGORITHMS} onChange={setAlgorithm} />
        ) : null}
        <TextField
          label="Valid for, days"
          value={days}
          onChange={setDays}
          mono
          placeholder="as usual for its purpose"
          error={field("validityDays")}
        />
        {from === "here" ? (
          <SecretField
            label="Passphrase of the PKCS#12 file"
            value={passphrase}
            onChange={setPassphrase}
            required={handsOut}
            error={field("passphrase")}
            help={
              handsOut
                ? "The key is given out once, in this file, and not kept here."
                : "Only if you want the file as well: the server keeps the key itself, sealed."
            }
          />
        ) : null}
        {failed ? (
          <Notice tone="bad" live title="Not issued">
            {reason(failed)}
          </Notice>
        ) : null}
        <div className="fx-buttons end">
          <Button onClick={p.onClose}>Issue none</Button>
          <Button
            kind="primary"
            busy={busy}
            disabled={missing !== null}
            hint={missing ?? undefined}
            onClick={() => void run()}
          >
            Issue the certificate
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
