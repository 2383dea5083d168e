import { Dialog } from "../kit";
import { NAV } from "./nav";
import "./palette.css";

const LIST: [string, string][] = [
  ["/", "Put the cursor into the filter"],
  ["j k or arrows", "Next and previous row"],
  ["Enter", "Open the row beside the list"],
  ["o", "Open the row as a page"],
  ["x", "Select the row"],
  ["Esc", "Close the panel or dialog"],
  ["Ctrl K", "Search peers, sessions, pages and actions"],
  ["?", "This list"],
];

export function Shortcuts({ onClose }: { onClose: () => void }) {
  return (
    <Dialog open title="Keyboard shortcuts" onClose={onClose} width={520}>
      <div className="shortcuts">
        <dl>
          {LIST.map(([key, what]) => (
            <div key={key}>
              <dt>
                <kbd className="fx-kbd">{key}</kbd>
              </dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
        <dl>
          {NAV.flatMap((s) => s.items).map((i) => (
            <div key={i.to}>
              <dt>
                <kbd className="fx-kbd">g {i.key}</kbd>
              </dt>
              <dd>{i.label}</dd>
            </div>
          ))}
        </dl>
      </div>
    </Dialog>
  );
}
