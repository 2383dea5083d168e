import { useQuery } from "@tanstack/react-query";
import { useEffect, useId, useState } from "react";
import {
  api,
  must,
  useCatalogue,
  type AvPairProblem,
  type AvPairType,
  type FieldProblem,
} from "../../api";
import { AreaField, Button, CellInput, CellSelect, IconButton, Segmented, State } from "../../kit";
import { baseKey, formatPair, formatText, move, parsePair, parseText, shapeProblem } from "./pairs";
import "./avpairs.css";

type Said = { text: string; tone: "bad" | "warn" };

/** The pairs as of a moment ago, so that the server is asked when the typing stops. */
function useSettled(value: string[]): string[] {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), 350);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

/** What is wrong with each line: its shape at once, the catalogue's word a moment later. */
function useProblems(pairs: string[], refused: FieldProblem[]): Map<number, Said> {
  const settled = useSettled(pairs);
  const check = useQuery({
    queryKey: ["avpairs", "check", settled],
    queryFn: async () =>
      (await must(api.POST("/api/v1/avpairs:validate", { body: { avPairs: settled } }))) as {
        problems: AvPairProblem[];
      },
    enabled: settled.length > 0,
    staleTime: Infinity,
    retry: false,
  });
  const said = new Map<number, Said>();
  for (const p of refused) {
    const index = /^avPairs\[(\d+)\]/.exec(p.field)?.[1];
    // A refusal is about the text that was sent; once the line is edited it no longer holds.
    if (index !== undefined && (p.value === pairs[Number(index)] || p.value === "(hidden)"))
      said.set(Number(index), { text: `${p.message}; ${p.cure ?? ""}`, tone: "bad" });
  }
  for (const p of check.data?.problems ?? [])
    if (pairs[p.index] === settled[p.index])
      said.set(p.index, { text: `${p.message}; ${p.cure}`, tone: p.warning ? "warn" : "bad" });
  pairs.forEach((text, i) => {
    const shape = shapeProblem(text);
    if (shape) said.set(i, { text: shape, tone: "bad" });
  });
  return said;
}

export function AvPairEditor(p: {
  label: string;
  value: string[];
  onChange: (pairs: string[]) => void;
  /** What the server refused when it was last asked to save. */
  problems: FieldProblem[];
  disabled?: boolean;
  /** What a first line is filled with. */
  start?: string;
}) {
  const [mode, setMode] = useState<"rows" | "text">("rows");
  const [text, setText] = useState("");
  const catalogue = useCatalogue();
  const said = useProblems(p.value, p.problems);
  const keys = catalogue.map((t) => (t.protocol ? `${t.protocol}:${t.name}` : t.name));
  const typeOf = (pair: string) => {
    const key = baseKey(parsePair(pair).key).toLowerCase();
    return catalogue.find(
      (t) => `${t.protocol}:${t.name}`.toLowerCase() === key || t.name.toLowerCase() === key,
    );
  };
  const set = (i: number, pair: string) =>
    p.onChange(p.value.map((old, n) => (n === i ? pair : old)));

  return (
    <div className="avpairs" role="group" aria-label={p.label}>
      <div className="avpairs-head">
        <span className="avpairs-label">{p.label}</span>
        <span className="fx-dim">order is kept on the wire</span>
        <Segmented
          label="Edit as"
          value={mode}
          options={[
            { value: "rows", label: "Rows" },
            { value: "text", label: "Text" },
          ]}
          onChange={(next) => {
            if (next === "text") setText(formatText(p.value));
            setMode(next);
          }}
        />
      </div>
      {mode === "text" ? (
        <TextMode
          text={text}
          pairs={p.value}
          said={said}
          disabled={p.disabled ?? false}
          onChange={(next) => {
            setText(next);
            p.onChange(parseText(next));
          }}
        />
      ) : (
        <>
          {p.value.length === 0 ? <p className="avpairs-none">No AV pairs.</p> : null}
          <ol>
            {p.value.map((pair, i) => (
              <Row
                // Lines have no identity of their own; their place is it.
                key={i}
                index={i}
                pair={pair}
                type={typeOf(pair)}
                keys={keys}
                said={said.get(i)}
                last={i === p.value.length - 1}
                disabled={p.disabled ?? false}
                onChange={(next) => set(i, next)}
                onMove={(to) => p.onChange(move(p.value, i, to))}
                onRemove={() => p.onChange(p.value.filter((_, n) => n !== i))}
              />
            ))}
          </ol>
          {p.disabled ? null : (
            <Button
              icon="plus"
              onClick={() =>
                p.onChange([
                  ...p.value,
                  p.value.length === 0 && p.start ? p.start : "ip:interface-config=",
                ])
              }
            >
              Add an AV pair
            </Button>
          )}
        </>
      )}
    </div>
  );
}

function Row(p: {
  index: number;
  pair: string;
  type: AvPairType | undefined;
  keys: string[];
  said: Said | undefined;
  last: boolean;
  disabled: boolean;
  onChange: (pair: string) => void;
  onMove: (to: number) => void;
  onRemove: () => void;
}) {
  const noteId = useId();
  const pair = parsePair(p.pair);
  const n = p.index + 1;
  return (
    <li className="avpair">
      <div className="avpair-cells">
        <CellInput
          label={`Pair ${n}, name`}
          value={pair.key}
          suggestions={p.keys}
          placeholder="ip:interface-config"
          invalid={p.said?.tone === "bad"}
          describedBy={noteId}
          disabled={p.disabled}
          onChange={(key) => p.onChange(formatPair({ ...pair, key }))}
        />
        <CellSelect
          label={`Pair ${n}, mandatory or optional`}
          value={pair.sign}
          options={[
            { value: "=", label: "=" },
            { value: "*", label: "*" },
          ]}
          disabled={p.disabled}
          onChange={(sign) => p.onChange(formatPair({ ...pair, sign: sign === "*" ? "*" : "=" }))}
        />
        <CellInput
          label={`Pair ${n}, value`}
          value={pair.value}
          placeholder={p.type?.grammar ?? "value"}
          invalid={p.said?.tone === "bad"}
          describedBy={noteId}
          disabled={p.disabled}
          onChange={(value) => p.onChange(formatPair({ ...pair, value }))}
        />
        <span className="avpair-tools">
          <IconButton
            icon="up"
            label={`Move pair ${n} up`}
            disabled={p.disabled || p.index === 0}
            onClick={() => p.onMove(p.index - 1)}
          />
          <IconButton
            icon="down"
            label={`Move pair ${n} down`}
            disabled={p.disabled || p.last}
            onClick={() => p.onMove(p.index + 1)}
          />
          <IconButton
            icon="trash"
            label={`Remove pair ${n}`}
            disabled={p.disabled}
            onClick={p.onRemove}
          />
        </span>
      </div>
      <div className="avpair-note" id={noteId}>
        {p.said ? <p className={p.said.tone}>{p.said.text}</p> : null}
        {p.type ? (
          <p>
            <State
              tone={p.type.direction === "pushed" ? "info" : "idle"}
              icon={p.type.direction === "pushed" ? "right" : "nas"}
            >
              {p.type.direction === "pushed" ? "pushed to the peer" : "local to the hub"}
            </State>{" "}
            {p.type.doc} <code>{p.type.grammar}</code>
            {p.type.ios ? (
              <>
                {" "}
                IOS: <code>{p.type.ios}</code>
              </>
            ) : null}
          </p>
        ) : null}
      </div>
    </li>
  );
}

function TextMode(p: {
  text: string;
  pairs: string[];
  said: Map<number, Said>;
  disabled: boolean;
  onChange: (text: string) => void;
}) {
  return (
    <>
      <AreaField
        label="One AV pair a line"
        help='Also understood when pasted: users-file lines (Cisco-AVPair += "...") and IOS attribute list lines (attribute type ...).'
        mono
        rows={Math.min(16, Math.max(6, p.pairs.length + 2))}
        value={p.text}
        disabled={p.disabled}
        onChange={p.onChange}
      />
      {p.said.size > 0 ? (
        <ul className="avpairs-said">
          {[...p.said]
            .sort(([a], [b]) => a - b)
            .map(([i, s]) => (
              <li key={i} className={s.tone}>
                Pair {i + 1}, <code>{p.pairs[i]}</code>: {s.text}
              </li>
            ))}
        </ul>
      ) : null}
    </>
  );
}
