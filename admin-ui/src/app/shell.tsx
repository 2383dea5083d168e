import { Link, Outlet, useNavigate, useRouterState } from "@tanstack/react-router";
import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { api, must, reason, useConnection, useStream, type SignedIn } from "../api";
import {
  duration,
  Icon,
  IconButton,
  MenuButton,
  setTheme,
  State,
  THEMES,
  toast,
  useNow,
  useTheme,
} from "../kit";
import { NAV } from "./nav";
import "./shell.css";

const Palette = lazy(() => import("./palette").then((m) => ({ default: m.Palette })));
const Shortcuts = lazy(() => import("./shortcuts").then((m) => ({ default: m.Shortcuts })));
const ProfileDialog = lazy(() => import("./profile").then((m) => ({ default: m.ProfileDialog })));
const PasswordDialog = lazy(() =>
  import("./password").then((m) => ({ default: m.PasswordDialog })),
);

type Operator = SignedIn["operator"];
type Open = "palette" | "shortcuts" | "password" | "profile" | null;

const isNarrow = () => window.innerWidth <= 760;

export function Shell({ operator }: { operator: Operator }) {
  const [open, setOpen] = useState<Open>(null);
  const [navOpen, setNavOpen] = useState(
    () => localStorage.getItem("flexaaa.nav") !== "closed" && !isNarrow(),
  );
  useKeys(setOpen);
  const path = useRouterState({ select: (s) => s.location.pathname });
  const main = useRef<HTMLElement>(null);
  useEffect(() => {
    main.current?.scrollTo(0, 0);
    // On a small screen the navigation lies over the page: having chosen is having done with it.
    if (isNarrow()) setNavOpen(false);
    const page = NAV.flatMap((s) => s.items).find((i) => i.to !== "/" && path.startsWith(i.to));
    document.title = `${page?.label ?? "Overview"} - FlexAAA`;
  }, [path]);

  return (
    <div className={navOpen ? "shell" : "shell nav-closed"}>
      <a className="skip" href="#main">
        Skip to the page
      </a>
      <header className="top">
        <IconButton
          icon="menu"
          label={navOpen ? "Collapse navigation" : "Expand navigation"}
          onClick={() => {
            if (!isNarrow()) localStorage.setItem("flexaaa.nav", navOpen ? "closed" : "open");
            setNavOpen(!navOpen);
          }}
        />
        <Link to="/" className="brand" aria-label="FlexAAA overview">
          <span className="brand-mark" aria-hidden="true" />
          <span className="brand-name">FlexAAA</span>
        </Link>
        <button type="button" className="search" onClick={() => setOpen("palette")}>
          <Icon name="search" size={14} />
          <span>Search peers, sessions, pages</span>
          <kbd className="fx-kbd">Ctrl K</kbd>
        </button>
        <div className="top-right">
          <Health />
          <ThemeMenu />
          <IconButton icon="help" label="Keyboard shortcuts" onClick={() => setOpen("shortcuts")} />
          <UserMenu
            operator={operator}
            onPassword={() => setOpen("password")}
            onProfile={() => setOpen("profile")}
          />
        </div>
      </header>
      <nav className="nav" aria-label="Console">
        {NAV.map((section) => {
          const items = section.items.filter(
            (i) => i.permission === null || operator.permissions.includes(i.permission),
          );
          if (items.length === 0) return null;
          return (
            <div key={section.title} className="nav-section">
              <div className="nav-title">{section.title}</div>
              <ul>
                {items.map((i) => (
                  <li key={i.to}>
                    <Link
                      to={i.to}
                      activeOptions={{ exact: i.to === "/", includeSearch: false }}
                      title={i.label}
                    >
                      <Icon name={i.icon} />
                      <span>{i.label}</span>
                    </Link>
                  </li>
                ))}
              </ul>
            </div>
          );
        })}
      </nav>
      <main id="main" className="main" ref={main} tabIndex={-1}>
        <Banner />
        <div className="main-page">
          <Outlet />
        </div>
      </main>
      <Suspense>
        {open === "palette" ? <Palette operator={operator} onClose={() => setOpen(null)} /> : null}
        {open === "shortcuts" ? <Shortcuts onClose={() => setOpen(null)} /> : null}
        {open === "profile" ? (
          <ProfileDialog operator={operator} onClose={() => setOpen(null)} />
        ) : null}
        {open === "password" ? <PasswordDialog onClose={() => setOpen(null)} /> : null}
      </Suspense>
    </div>
  );
}

function Banner() {
  const { lostAt } = useConnection();
  const stream = useStream();
  const now = useNow();
  if (lostAt !== null)
    return (
      <div className="banner bad" role="alert">
        <Icon name="warn" />
        <span>
          The server has not answered for {duration((now - lostAt) / 1000)}. Trying again every 2 s;
          what you typed is kept. Running tunnels do not depend on it.
        </span>
      </div>
    );
  // A reconnect within a few seconds is not worth a banner.
  if (stream.state === "lost" && now - stream.since > 4000)
    return (
      <div className="banner warn" role="status">
        <Icon name="clock" />
        <span>
          Live updates are interrupted; lists are read again every 5 s until they are back.
        </span>
      </div>
    );
  return null;
}

function Health() {
  const { lostAt } = useConnection();
  const stream = useStream();
  if (lostAt !== null)
    return (
      <State tone="bad" icon="cross">
        Server away
      </State>
    );
  if (stream.state === "live")
    return (
      <State tone="good" icon="check">
        Live
      </State>
    );
  return (
    <State tone="warn" icon="clock">
      {stream.state === "lost" ? "Polling" : "Connecting"}
    </State>
  );
}

function ThemeMenu() {
  const { choice } = useTheme();
  return (
    <MenuButton
      label="Theme"
      icon="theme"
      items={THEMES.map((t) => ({
        kind: "item",
        label: t.label,
        checked: t.value === choice,
        onSelect: () => setTheme(t.value),
      }))}
    />
  );
}

function UserMenu({
  operator,
  onPassword,
  onProfile,
}: {
  operator: Operator;
  onPassword: () => void;
  onProfile: () => void;
}) {
  const client = useQueryClient();
  const signOut = async () => {
    try {
      await must(api.DELETE("/api/v1/session"));
      client.clear();
      location.assign("/");
    } catch (e) {
      toast(`Not signed out: ${reason(e)}`, "bad");
    }
  };
  return (
    <MenuButton
      label={`Signed in as ${operator.name}`}
      icon="user"
      text={<span className="user-name">{operator.name}</span>}
      items={[
        { kind: "label", label: `${operator.name}, role ${operator.role}` },
        { kind: "item", label: "Profile and passkeys", icon: "user", onSelect: onProfile },
        { kind: "item", label: "Change password", icon: "edit", onSelect: onPassword },
        { kind: "line" },
        { kind: "item", label: "Sign out", icon: "out", onSelect: () => void signOut() },
      ]}
    />
  );
}

/** Ctrl-K, ?, and g followed by a letter. */
function useKeys(setOpen: (open: Open) => void) {
  const navigate = useNavigate();
  const leader = useRef(0);
  useEffect(() => {
    const onKey = (e: KeyboardEvent) => {
      if ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === "k") {
        e.preventDefault();
        setOpen("palette");
        return;
      }
      const target = e.target as HTMLElement;
      if (
        e.ctrlKey ||
        e.metaKey ||
        e.altKey ||
        target.closest("input, textarea, select, [role=dialog]")
      )
        return;
      if (e.key === "?") setOpen("shortcuts");
      else if (Date.now() - leader.current < 1500) {
        leader.current = 0;
        const item = NAV.flatMap((s) => s.items).find((i) => i.key === e.key);
        if (item) void navigate({ to: item.to });
      } else if (e.key === "g") leader.current = Date.now();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [navigate, setOpen]);
}
