import { useEffect, useId, useLayoutEffect, useRef, useState, type ReactNode } from "react";
import { MenuButton, type MenuItem } from "./controls";
import { reveal, slice } from "./window";
import "./table.css";

export type Column<T> = {
  id: string;
  head: string;
  /** Width in px; `grow` shares what is left over. */
  width: number;
  grow?: number;
  align?: "right";
  /** Off until chosen in the column menu. */
  hidden?: boolean;
  cell: (row: T) => ReactNode;
  /** Plain text for the exported file; a column without it is not exported. */
  text?: (row: T) => string;
};

type View = { hidden: string[]; comfortable: boolean };

function readView<T>(key: string, columns: Column<T>[]): View {
  const fallback = { hidden: columns.filter((c) => c.hidden).map((c) => c.id), comfortable: false };
  try {
    const stored = JSON.parse(
      localStorage.getItem(`flexaaa.view.${key}`) ?? "null",
    ) as Partial<View> | null;
    if (!stored || !Array.isArray(stored.hidden)) return fallback;
    return { hidden: stored.hidden.map(String), comfortable: stored.comfortable === true };
  } catch {
    return fallback;
  }
}

/** Column choice and density of one list, kept in this browser. */
export function useTableView<T>(key: string, columns: Column<T>[]) {
  const [view, setView] = useState(() => readView(key, columns));
  const change = (next: View) => {
    setView(next);
    localStorage.setItem(`flexaaa.view.${key}`, JSON.stringify(next));
  };
  return {
    columns: columns.filter((c) => !view.hidden.includes(c.id)),
    rowHeight: view.comfortable ? 36 : 28,
    menu: (
      <ViewMenu
        columns={columns}
        view={view}
        onToggle={(id) =>
          change({
            ...view,
            hidden: view.hidden.includes(id)
              ? view.hidden.filter((h) => h !== id)
              : [...view.hidden, id],
          })
        }
        onDensity={() => change({ ...view, comfortable: !view.comfortable })}
      />
    ),
  };
}

function ViewMenu<T>(p: {
  columns: Column<T>[];
  view: View;
  onToggle: (id: string) => void;
  onDensity: () => void;
}) {
  const items: MenuItem[] = [
    { kind: "label", label: "Columns" },
    ...p.columns.map((c): MenuItem => ({
      kind: "item",
      label: c.head,
      checked: !p.view.hidden.includes(c.id),
      onSelect: () => p.onToggle(c.id),
    })),
    { kind: "line" },
    {
      kind: "item",
      label: "Comfortable rows",
      checked: p.view.comfortable,
      onSelect: p.onDensity,
    },
  ];
  return (
    <MenuButton label="Columns and density" icon="columns" items={items} closeOnSelect={false} />
  );
}

export function toCsv<T>(columns: Column<T>[], rows: T[]): string {
  const quote = (s: string) => {
    // A leading = + - @ would be run as a formula by spreadsheets.
    const safe = /^[=+\-@\t]/.test(s) && s !== "-" ? `'${s}` : s;
    return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const used = columns.filter((c) => c.text);
  return [
    used.map((c) => quote(c.head)).join(","),
    ...rows.map((r) => used.map((c) => quote(c.text?.(r) ?? "")).join(",")),
  ].join("\r\n");
}

export function downloadText(name: string, type: string, text: string) {
  download(name, new Blob([text], { type }));
}

export function downloadOctets(name: string, type: string, octets: Uint8Array<ArrayBuffer>) {
  download(name, new Blob([octets], { type }));
}

function download(name: string, blob: Blob) {
  const url = URL.createObjectURL(blob);
  const a = document.createElement("a");
  a.href = url;
  a.download = name;
  a.click();
  URL.revokeObjectURL(url);
}

const HEAD = 30;
const EDITABLE = "input, textarea, select, [contenteditable]";

export type TableProps<T> = {
  /** Names the grid for screen readers: "Live sessions". */
  label: string;
  rows: T[];
  rowKey: (row: T) => string;
  columns: Column<T>[];
  rowHeight: number;
  /** All rows that match, if the server said; null when unknown. */
  total: number | null;
  /** Enter and click. */
  onOpen: (row: T) => void;
  /** The key o. */
  onFull?: (row: T) => void;
  selected?: ReadonlySet<string>;
  onSelect?: (key: string) => void;
  /** The row whose side panel is open. */
  openKey?: string | null;
  onEnd?: () => void;
  onPointerInside?: (inside: boolean) => void;
  onScrolled?: (atTop: boolean) => void;
  rowTone?: (row: T) => "bad" | "idle" | undefined;
};

/**
 * A grid of any length: only the rows in sight are in the page. Keys: arrows or j k, PageUp/Down, Home, End, Enter
 * opens, o opens the full page, x selects.
 */
export function DataTable<T>(p: TableProps<T>) {
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const [scrollTop, setScrollTop] = useState(0);
  const [viewport, setViewport] = useState(640);
  const [active, setActive] = useState<string | null>(null);
  const index = active === null ? -1 : p.rows.findIndex((r) => p.rowKey(r) === active);

  useLayoutEffect(() => {
    const el = box.current;
    if (!el) return;
    const measure = () => setViewport(el.clientHeight > 0 ? el.clientHeight : 640);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(el);
    return () => observer.disconnect();
  }, []);

  const { from, to } = slice(p.rows.length, p.rowHeight, scrollTop, viewport);
  const { onEnd } = p;
  const nearEnd = to >= p.rows.length - 20;
  const loaded = p.rows.length;
  useEffect(() => {
    if (nearEnd && loaded > 0) onEnd?.();
  }, [nearEnd, loaded, onEnd]);

  function move(to: number) {
    const target = Math.max(0, Math.min(p.rows.length - 1, to));
    const row = p.rows[target];
    const el = box.current;
    if (row === undefined || !el) return;
    setActive(p.rowKey(row));
    el.scrollTop = reveal(target, p.rowHeight, el.scrollTop, el.clientHeight, HEAD);
  }

  function onKeyDown(e: React.KeyboardEvent) {
    if (e.ctrlKey || e.metaKey || e.altKey || (e.target as HTMLElement).closest(EDITABLE)) return;
    const onControl = (e.target as HTMLElement).closest("a, button");
    const current = index >= 0 ? p.rows[index] : undefined;
    const page = Math.max(1, Math.floor((viewport - HEAD) / p.rowHeight) - 1);
    const moves: Record<string, number> = {
      j: index + 1,
      ArrowDown: index + 1,
      k: index - 1,
      ArrowUp: index - 1,
      PageDown: index + page,
      PageUp: index - page,
      Home: 0,
      End: p.rows.length - 1,
    };
    const target = moves[e.key];
    if (target !== undefined) move(target);
    else if (e.key === "Enter" && current !== undefined && !onControl) p.onOpen(current);
    else if (e.key === "o" && current !== undefined && p.onFull) p.onFull(current);
    else if (e.key === "x" && current !== undefined && p.onSelect) p.onSelect(p.rowKey(current));
    else return;
    e.preventDefault();
  }

  const template = [
    ...(p.onSelect ? ["32px"] : []),
    ...p.columns.map((c) => (c.grow ? `minmax(${c.width}px, ${c.grow}fr)` : `${c.width}px`)),
  ].join(" ");
  const minWidth =
    p.columns.reduce((sum, c) => sum + c.width, p.onSelect ? 32 : 0) + p.columns.length * 0;
  const shift = p.onSelect ? 2 : 1;

  return (
    <div
      ref={box}
      className="fx-grid"
      role="grid"
      aria-label={p.label}
      aria-rowcount={p.total === null ? -1 : p.total + 1}
      aria-colcount={p.columns.length + shift - 1}
      aria-multiselectable={p.onSelect ? true : undefined}
      aria-activedescendant={index >= from && index < to ? `${id}-${index}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onFocus={(e) => {
        if (e.target === box.current && index < 0) {
          const first = p.rows[from];
          if (first !== undefined && e.target.matches(":focus-visible")) setActive(p.rowKey(first));
        }
      }}
      onScroll={(e) => {
        setScrollTop(e.currentTarget.scrollTop);
        p.onScrolled?.(e.currentTarget.scrollTop < p.rowHeight);
      }}
      onPointerEnter={() => p.onPointerInside?.(true)}
      onPointerLeave={() => p.onPointerInside?.(false)}
    >
      <div
        className="fx-grid-head"
        role="row"
        aria-rowindex={1}
        style={{ gridTemplateColumns: template, minWidth }}
      >
        {p.onSelect ? (
          <div role="columnheader" aria-colindex={1}>
            <span className="fx-sr">Selected</span>
          </div>
        ) : null}
        {p.columns.map((c, i) => (
          <div
            key={c.id}
            role="columnheader"
            aria-colindex={i + shift}
            className={c.align === "right" ? "right" : ""}
            title={c.head}
          >
            {c.head}
          </div>
        ))}
      </div>
      <div
        className="fx-grid-body"
        role="rowgroup"
        style={{ height: p.rows.length * p.rowHeight, minWidth }}
      >
        {p.rows.slice(from, to).map((row, n) => {
          const key = p.rowKey(row);
          const at = from + n;
          const isSelected = p.selected?.has(key) ?? false;
          const tone = p.rowTone?.(row);
          return (
            <div
              key={key}
              id={`${id}-${at}`}
              role="row"
              aria-rowindex={at + 2}
              aria-selected={p.onSelect ? isSelected : undefined}
              className={`fx-row${key === active ? " active" : ""}${isSelected || key === p.openKey ? " selected" : ""}${tone ? ` ${tone}` : ""}`}
              style={{
                gridTemplateColumns: template,
                height: p.rowHeight,
                transform: `translateY(${at * p.rowHeight}px)`,
              }}
              onClick={(e) => {
                if ((e.target as HTMLElement).closest("a, button, input, label")) return;
                // Marking text in a row must not open it.
                if (getSelection()?.toString()) return;
                setActive(key);
                p.onOpen(row);
              }}
            >
              {p.onSelect ? (
                <div role="gridcell" aria-colindex={1} className="fx-cell-check">
                  <label>
                    <input
                      type="checkbox"
                      tabIndex={-1}
                      aria-label="Select row"
                      checked={isSelected}
                      onChange={() => p.onSelect?.(key)}
                    />
                  </label>
                </div>
              ) : null}
              {p.columns.map((c, i) => (
                <div
                  key={c.id}
                  role="gridcell"
                  aria-colindex={i + shift}
                  className={c.align === "right" ? "fx-cell right" : "fx-cell"}
                >
                  {c.cell(row)}
                </div>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}
