import { useMay } from "../../api";
import { Page } from "../../kit";
import { ExportPanel } from "./export";
import { ImportPanel } from "./import";
import { Runs } from "./runs";
import "./transfer.css";

export function TransferPage() {
  const mayAudit = useMay("audit:read");
  return (
    <Page
      title="Import and export"
      sub="A dry run first: a verdict for each row, then apply, then undo"
    >
      <div className="transfer">
        <div>
          <ImportPanel />
          {mayAudit ? <Runs /> : null}
        </div>
        <aside aria-label="Export">
          <ExportPanel />
        </aside>
      </div>
    </Page>
  );
}
