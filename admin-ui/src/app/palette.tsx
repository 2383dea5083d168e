import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useDeferredValue, useId, useState } from "react";
import { api, must, type Page, type Peer, type Session, type SignedIn } from "../api";
import { Dialog, Icon, setTheme, THEMES, type IconName } from "../kit";
import { NAV } from "./nav";
import "./palette.css";

type Entry = {
  id: string;
  group: string;
  icon: IconName;
  text: string;
  note?: string;
  run: () => void;
};

/** Everything by name: pages, peers, sessions, actions. */
export function Palette(p: { operator: SignedIn["operator"]; onClose: () => void }) {
  const id = useId();
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const [pick, setPick] = useState(0);
  const query = useDeferredValue(text.trim());
  const may = (permission: string | null) =>
    permission === null || p.operator.permissions.includes(permission);

  const peers = useQuery({
    queryKey: ["peers", "palette", query],
    queryFn: async () =>
      (await must(
        api.GET("/api/v1/peers", { params: { query: { q: query, limit: 6 } } }),
      )) as Page<Peer>,
    enabled: query.length > 1 && may("peers:read"),
  });
  const sessions = useQuery({
    queryKey: ["sessions", "palette", query],
    queryFn: async () =>
      (await must(
        api.GET("/api/v1/sessions", { params: { query: { q: query, limit: 6 } } }),
      )) as Page<Session>,
    enabled: query.length > 1 && may("sessions:read"),
  });

  const matches = (words: string) => words.toLowerCase().includes(query.toLowerCase());
  const actions: (Entry & { words: string; permission: string | null })[] = [
    {
      id: "new-peer",
      group: "Actions",
      icon: "plus",
      text: "New peer",
      words: "create add psk",
      permission: "peers:write",
      run: () => void navigate({ to: "/peers/new" }),
    },
    {
      id: "new-group",
      group: "Actions",
      icon: "plus",
      text: "New group",
      words: "create add policy",
      permission: "peers:write",
      run: () => void navigate({ to: "/groups/new" }),
    },
    {
      id: "new-nas",
      group: "Actions",
      icon: "plus",
      text: "New NAS",
      words: "create add hub radius client",
      permission: "nas:write",
      run: () => void navigate({ to: "/nas/new" }),
    },
    ...THEMES.map((t) => ({
      id: `theme-${t.value}`,
      group: "Actions",
      icon: "theme" as const,
      text: `Theme: ${t.label.toLowerCase()}`,
      words: "dark light colour contrast",
      permission: null,
      run: () => setTheme(t.value),
    })),
  ];
  const entries: Entry[] = [
    ...(sessions.data?.items ?? []).map((s): Entry => ({
      id: `s${s.id}`,
      group: "Sessions",
      icon: "sessions",
      text: s.peer,
      note: `${s.state} on ${s.nas ?? s.nasAddress}, ${s.framedIp ?? s.callingStationId ?? ""}`,
      run: () => void navigate({ to: "/sessions/$id", params: { id: String(s.id) } }),
    })),
    ...(peers.data?.items ?? []).map((peer): Entry => ({
      id: `p${peer.name}`,
      group: "Peers",
      icon: "peers",
      text: peer.name,
      ...(peer.description ? { note: peer.description } : {}),
      run: () => void navigate({ to: "/peers/$name", params: { name: peer.name } }),
    })),
    ...NAV.flatMap((s) => s.items)
      .filter((i) => may(i.permission) && matches(`${i.label} ${i.words}`))
      .map((i): Entry => ({
        id: i.to,
        group: "Pages",
        icon: i.icon,
        text: i.label,
        note: `g ${i.key}`,
        run: () => void navigate({ to: i.to }),
      })),
    ...actions.filter((a) => may(a.permission) && matches(`${a.text} ${a.words}`)),
  ];
  const at = Math.min(pick, entries.length - 1);
  const run = (entry: Entry | undefined) => {
    if (!entry) return;
    p.onClose();
    entry.run();
  };

  return (
    <Dialog open title="Search" onClose={p.onClose} width={600}>
      <div className="palette">
        <input
          role="combobox"
          aria-label="Search peers, sessions, pages and actions"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={entries[at] ? `${id}-${at}` : undefined}
          data-autofocus
          placeholder="Name, address, page or action"
          value={text}
          spellCheck={false}
          autoComplete="off"
          onChange={(e) => {
            setText(e.target.value);
            setPick(0);
          }}
          onKeyDown={(e) => {
            if (e.key === "ArrowDown") setPick(Math.min(at + 1, entries.length - 1));
            else if (e.key === "ArrowUp") setPick(Math.max(at - 1, 0));
            else if (e.key === "Enter") run(entries[at]);
            else return;
            e.preventDefault();
          }}
        />
        <div id={`${id}-list`} role="listbox" aria-label="Found" className="palette-list">
          {entries.map((entry, i) => (
            <div key={entry.id}>
              {entry.group !== entries[i - 1]?.group ? (
                <div className="palette-group" role="presentation">
                  {entry.group}
                </div>
              ) : null}
              <div
                id={`${id}-${i}`}
                role="option"
                aria-selected={i === at}
                className="palette-entry"
                ref={(el) => {
                  if (i === at) el?.scrollIntoView({ block: "nearest" });
                }}
                onPointerMove={() => setPick(i)}
                onClick={() => run(entry)}
              >
                <Icon name={entry.icon} size={14} />
                <span className="palette-text">{entry.text}</span>
                <span className="fx-dim">{entry.note}</span>
              </div>
            </div>
          ))}
        </div>
        {entries.length === 0 ? (
          <p className="palette-none" role="status">
            {peers.isFetching || sessions.isFetching
              ? "Searching …"
              : `No page, peer or session matches “${query}”.`}
          </p>
        ) : null}
      </div>
    </Dialog>
  );
}
