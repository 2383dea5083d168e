import { useEffect, useId, useRef, useState, type ReactNode } from "react";
import { fieldValue, formatToken, parseFilter, withField, type FilterField } from "./filter";
import { IconButton, Segmented } from "./controls";
import { Icon } from "./icons";
import "./filterbar.css";

function suggestions(text: string, fields: FilterField[]): { insert: string; hint: string }[] {
  if (text !== "" && text.endsWith(" "))
    return fields.map((f) => ({ insert: `${f.name}:`, hint: f.label }));
  const last = text.split(/\s+/).pop() ?? "";
  const colon = last.indexOf(":");
  if (colon > 0) {
    const field = fields.find((f) => f.name === last.slice(0, colon).toLowerCase());
    const typed = last.slice(colon + 1).toLowerCase();
    return (field?.values ?? [])
      .filter((v) => v.toLowerCase().includes(typed) && v !== last.slice(colon + 1))
      .slice(0, 10)
      .map((v) => ({
        insert: formatToken({ field: field?.name ?? null, value: v, not: false }),
        hint: field?.label ?? "",
      }));
  }
  return fields
    .filter((f) => f.name.startsWith(last.toLowerCase()))
    .map((f) => ({ insert: `${f.name}:`, hint: f.label }));
}

/** One line over a list: the filter (kept in the URL by the page), quick choices, and the list's tools. */
export function FilterBar(p: {
  value: string;
  onChange: (value: string) => void;
  fields: FilterField[];
  problems?: string[];
  placeholder: string;
  /** One-click values of one field. */
  quick?: { field: string; options: { value: string; label: string }[]; all: string };
  children?: ReactNode;
}) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(p.value);
  const [open, setOpen] = useState(false);
  const [pick, setPick] = useState(-1);
  const [seen, setSeen] = useState(p.value);

  // The URL changed by other means (back button, quick choice, palette).
  if (seen !== p.value) {
    setSeen(p.value);
    if (p.value !== text.trim()) setText(p.value);
  }

  const { onChange, value } = p;
  useEffect(() => {
    if (text.trim() === value) return;
    const timer = setTimeout(() => onChange(text.trim()), 300);
    return () => clearTimeout(timer);
  }, [text, value, onChange]);

  useEffect(() => {
    const onKey = (e: KeyboardEvent) => {
      const target = e.target as HTMLElement;
      if (e.key !== "/" || e.ctrlKey || e.metaKey || target.closest("input, textarea, select"))
        return;
      e.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);

  const offers = open ? suggestions(text, p.fields) : [];
  const take = (insert: string) => {
    const head = text.endsWith(" ")
      ? text
      : text.slice(0, text.length - (text.split(/\s+/).pop() ?? "").length);
    setText(head + insert + (insert.endsWith(":") ? "" : " "));
    setPick(-1);
    input.current?.focus();
  };

  const current = p.quick ? fieldValue(p.value, p.quick.field) : null;
  return (
    <div className="fx-filterbar">
      <div className="fx-filterline">
        <div className="fx-filter">
          <Icon name="search" size={14} />
          <input
            ref={input}
            role="combobox"
            aria-label="Filter"
            aria-expanded={offers.length > 0}
            aria-controls={`${id}-list`}
            aria-activedescendant={pick >= 0 && offers[pick] ? `${id}-${pick}` : undefined}
            aria-autocomplete="list"
            placeholder={p.placeholder}
            value={text}
            spellCheck={false}
            autoComplete="off"
            onChange={(e) => {
              setText(e.target.value);
              setOpen(true);
              setPick(-1);
            }}
            onFocus={() => setOpen(true)}
            onBlur={() => setOpen(false)}
            onKeyDown={(e) => {
              if (e.key === "ArrowDown" && offers.length > 0) setPick((pick + 1) % offers.length);
              else if (e.key === "ArrowUp" && offers.length > 0)
                setPick((pick + offers.length - 1) % offers.length);
              else if ((e.key === "Enter" || e.key === "Tab") && offers[pick])
                take(offers[pick].insert);
              else if (e.key === "Enter") {
                setOpen(false);
                onChange(text.trim());
              } else if (e.key === "Escape" && open) setOpen(false);
              else return;
              if (e.key !== "Tab" || offers[pick]) e.preventDefault();
            }}
          />
          {text ? (
            <IconButton icon="cross" label="Clear the filter" onClick={() => setText("")} />
          ) : (
            <kbd aria-hidden="true">/</kbd>
          )}
          <ul
            id={`${id}-list`}
            role="listbox"
            aria-label="Filter suggestions"
            className="fx-filter-list"
            hidden={offers.length === 0}
          >
            {offers.map((o, i) => (
              <li
                key={o.insert}
                id={`${id}-${i}`}
                role="option"
                aria-selected={i === pick}
                onMouseDown={(e) => {
                  e.preventDefault();
                  take(o.insert);
                }}
              >
                <code>{o.insert}</code>
                <span>{o.hint}</span>
              </li>
            ))}
          </ul>
        </div>
        {p.quick ? (
          <Segmented
            label={`Quick filter by ${p.quick.field}`}
            value={current ?? ""}
            options={[{ value: "", label: p.quick.all }, ...p.quick.options]}
            onChange={(v) =>
              onChange(withField(p.value, p.quick?.field ?? "", v === "" ? null : v))
            }
          />
        ) : null}
        <div className="fx-filter-tools">{p.children}</div>
      </div>
      {p.problems && p.problems.length > 0 ? (
        <ul className="fx-filter-problems" role="status">
          {p.problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

/** Whether a filter has anything in it; lists word their empty state by it. */
export function isFiltered(text: string): boolean {
  return parseFilter(text).length > 0;
}
