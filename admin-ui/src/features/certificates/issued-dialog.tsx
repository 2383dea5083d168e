import type { IssuedCertificate } from "../../api";
import {
  At,
  Button,
  CodeBlock,
  Dialog,
  downloadOctets,
  downloadText,
  Facts,
  Notice,
} from "../../kit";
import { octets, shortName } from "./words";

/** What was made, and its key: this once. */
export function IssuedDialog(p: { issued: IssuedCertificate; onClose: () => void }) {
  const { certificate: c, pkcs12 } = p.issued;
  const name = shortName(c);
  const file = name.replace(/[^\w.@-]/g, "_");
  return (
    <Dialog
      open
      title={`Certificate of ${name}`}
      onClose={p.onClose}
      width={620}
      keepOnOutsideClick
    >
      <div className="dyn">
        {pkcs12 ? (
          <Notice
            tone="warn"
            title="The key is given out this once"
            action={
              <Button
                kind="primary"
                icon="drop"
                onClick={() =>
                  downloadOctets(`${file}.p12`, "application/x-pkcs12", octets(pkcs12))
                }
              >
                Save {file}.p12
              </Button>
            }
          >
            It is in the file, under the passphrase you typed. The server does not keep it.
          </Notice>
        ) : (
          <Notice tone="good" title={c.keyHeld ? "The server keeps the key, sealed" : "Signed"}>
            {c.keyHeld
              ? "Assign it to EAP or RadSec above the list."
              : "The key stays where the request was made."}
          </Notice>
        )}
        <Facts
          rows={[
            ["Names", c.names.join(", ") || "none"],
            ["Subject", c.subject],
            ["Valid until", <At key="a" at={c.notAfter} />],
          ]}
        />
        <CodeBlock text={c.certificatePem.trim()} what="certificate" />
        <div className="fx-buttons end">
          <Button
            icon="drop"
            onClick={() =>
              downloadText(`${file}.pem`, "application/x-pem-file", c.certificatePem + c.chainPem)
            }
          >
            Save PEM with chain
          </Button>
          <Button kind="primary" onClick={p.onClose}>
            {pkcs12 ? "I have saved it" : "Close"}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
