import { useState, type ReactNode } from "react";
import { IconButton } from "./controls";
import "./code.css";

async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Plain http on a name other than localhost has no clipboard; the text stays selectable.
    return false;
  }
}

export function CopyButton({ text, what }: { text: string; what: string }) {
  const [said, setSaid] = useState<string | null>(null);
  return (
    <span className="fx-copy">
      <span role="status" className="fx-copy-said">
        {said}
      </span>
      <IconButton
        icon="copy"
        label={`Copy ${what}`}
        onClick={() => {
          void copyText(text).then((ok) => {
            setSaid(ok ? "copied" : "select and copy by hand");
            setTimeout(() => setSaid(null), 2000);
          });
        }}
      />
    </span>
  );
}

export function CodeBlock({ text, what }: { text: string; what: string }) {
  return (
    <div className="fx-codeblock">
      {/* Focusable, because a long line scrolls and must be reachable without a mouse. */}
      <pre tabIndex={0} aria-label={what}>
        {text}
      </pre>
      <CopyButton text={text} what={what} />
    </div>
  );
}

/** "as API call / as CLI / as IOS": the console shows its working. */
export function ShowAs({ views }: { views: { name: string; text: string; note?: ReactNode }[] }) {
  const [name, setName] = useState(views[0]?.name ?? "");
  const view = views.find((v) => v.name === name) ?? views[0];
  if (!view) return null;
  return (
    <div className="fx-showas" role="group" aria-label="The same without the console">
      <div className="fx-showas-tabs">
        {views.map((v) => (
          <button
            key={v.name}
            type="button"
            aria-pressed={v.name === view.name}
            onClick={() => setName(v.name)}
          >
            as {v.name}
          </button>
        ))}
      </div>
      {view.note ? <p className="fx-showas-note">{view.note}</p> : null}
      <CodeBlock text={view.text} what={`as ${view.name}`} />
    </div>
  );
}

/** A line for the shell; single quotes, because bodies are JSON. */
export function curl(method: string, path: string, body?: unknown, headers: string[] = []): string {
  const lines = [`curl ${method === "GET" ? "" : `-X ${method} `}'${location.origin}${path}'`];
  lines.push(`  -H "Authorization: Bearer $FLEXAAA_TOKEN"`);
  for (const h of headers) lines.push(`  -H '${h}'`);
  if (body !== undefined) {
    lines.push(`  -H 'Content-Type: application/json'`);
    lines.push(`  -d '${JSON.stringify(body, null, 2).replaceAll("'", "'\\''")}'`);
  }
  return lines.join(" \\\n");
}
