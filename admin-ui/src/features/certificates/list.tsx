import { getRouteApi, Link } from "@tanstack/react-router";
import { useCallback, useState } from "react";
import { api, must, useMay, type Certificate, type IssuedCertificate } from "../../api";
import { Ago, At, Button, State, useNow, type Column } from "../../kit";
import { ListPage, type ListSearch } from "../listing/list-page";
import { ImportDialog } from "./import-dialog";
import { IssueDialog } from "./issue-dialog";
import { IssuedDialog } from "./issued-dialog";
import { Listeners } from "./listeners";
import { CertificatePanel } from "./panel";
import { life, shortName } from "./words";

const route = getRouteApi("/certificates");

export function CertificateState({ certificate }: { certificate: Certificate }) {
  const { tone, icon, text } = life(certificate, useNow());
  return (
    <State tone={tone} icon={icon}>
      {text}
    </State>
  );
}

const COLUMNS: Column<Certificate>[] = [
  {
    id: "name",
    head: "Name",
    width: 180,
    grow: 3,
    cell: (c) => <b title={c.names.join(", ")}>{shortName(c)}</b>,
    text: (c) => shortName(c),
  },
  {
    id: "state",
    head: "State",
    width: 130,
    cell: (c) => <CertificateState certificate={c} />,
    text: (c) => c.state,
  },
  { id: "purpose", head: "For", width: 84, cell: (c) => c.purpose, text: (c) => c.purpose },
  {
    id: "shown",
    head: "Shown by",
    width: 120,
    cell: (c) =>
      c.shownFor.length > 0 ? (
        <State tone="info" icon="plug">
          {c.shownFor.join(", ")}
        </State>
      ) : (
        <span className="fx-dim">-</span>
      ),
    text: (c) => c.shownFor.join(" "),
  },
  {
    id: "authority",
    head: "Authority",
    width: 120,
    grow: 1,
    cell: (c) => c.authority ?? <span className="fx-dim">imported</span>,
    text: (c) => c.authority ?? "",
  },
  {
    id: "ends",
    head: "Ends",
    width: 160,
    cell: (c) => <At at={c.notAfter} />,
    text: (c) => c.notAfter,
  },
  { id: "key", head: "Key", width: 90, cell: (c) => c.algorithm, text: (c) => c.algorithm },
  {
    id: "subject",
    head: "Subject",
    width: 200,
    grow: 3,
    hidden: true,
    cell: (c) => <span title={c.subject}>{c.subject}</span>,
    text: (c) => c.subject,
  },
  {
    id: "serial",
    head: "Serial",
    width: 160,
    grow: 1,
    cell: (c) => (
      <span className="fx-id" title={c.serial}>
        {c.serial}
      </span>
    ),
    text: (c) => c.serial,
  },
  {
    id: "made",
    head: "Made",
    width: 92,
    hidden: true,
    cell: (c) => <Ago at={c.createdAt} />,
    text: (c) => c.createdAt,
  },
];

export function CertificatesPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const mayWrite = useMay("certificates:write");
  const [making, setMaking] = useState<"issue" | "import" | null>(null);
  const [issued, setIssued] = useState<IssuedCertificate | null>(null);
  const onSearch = useCallback(
    (next: ListSearch) => void navigate({ search: next, replace: true }),
    [navigate],
  );
  return (
    <>
      <ListPage<Certificate>
        title="Certificates"
        one="certificate"
        id="certificates"
        search={search}
        onSearch={onSearch}
        fields={[{ name: "authority", label: "authority" }]}
        placeholder="Part of a name, subject or serial, or authority:NAME"
        read={(query) => must(api.GET("/api/v1/certificates", { params: { query } }))}
        columns={COLUMNS}
        rowKey={(c) => String(c.id)}
        rowTone={(c) => (c.state === "valid" ? undefined : "idle")}
        side={(c, close) => (
          <CertificatePanel certificate={c} onClose={close} onIssued={setIssued} />
        )}
        above={<Listeners mayWrite={mayWrite} />}
        actions={
          <>
            <Link to="/authorities" className="fx-linkbutton">
              Authorities
            </Link>
            {mayWrite ? <Button onClick={() => setMaking("import")}>Import</Button> : null}
          </>
        }
        create={
          mayWrite ? (
            <Button kind="primary" icon="plus" onClick={() => setMaking("issue")}>
              Issue a certificate
            </Button>
          ) : null
        }
        teach={
          <>
            EAP-TLS, PEAP, TTLS and RadSec need a certificate of this server. The first one issued
            makes the server's own authority; or import one, with its key, that another authority
            made. Devices then trust <code>/ca/flexaaa.crt</code>.
          </>
        }
      />
      {making === "issue" ? (
        <IssueDialog onClose={() => setMaking(null)} onIssued={setIssued} />
      ) : null}
      {making === "import" ? <ImportDialog onClose={() => setMaking(null)} /> : null}
      {issued ? <IssuedDialog issued={issued} onClose={() => setIssued(null)} /> : null}
    </>
  );
}
