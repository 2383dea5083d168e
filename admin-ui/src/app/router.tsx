import { createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";
import { listSearch, root } from "./root-route";
import { more } from "./routes";

const overview = createRoute({
  getParentRoute: () => root,
  path: "/",
  component: lazyRouteComponent(() => import("../features/overview/overview"), "OverviewPage"),
});
const sessions = createRoute({
  getParentRoute: () => root,
  path: "/sessions",
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import("../features/sessions/list"), "SessionsPage"),
});
const session = createRoute({
  getParentRoute: () => root,
  path: "/sessions/$id",
  component: lazyRouteComponent(() => import("../features/sessions/detail"), "SessionPage"),
});
const decisions = createRoute({
  getParentRoute: () => root,
  path: "/decisions",
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import("../features/authlog/list"), "AuthLogPage"),
});
const peers = createRoute({
  getParentRoute: () => root,
  path: "/peers",
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import("../features/peers/list"), "PeersPage"),
});
const peerNew = createRoute({
  getParentRoute: () => root,
  path: "/peers/new",
  validateSearch: (search: Record<string, unknown>): { name?: string } =>
    typeof search["name"] === "string" ? { name: search["name"] } : {},
  component: lazyRouteComponent(() => import("../features/peers/editor"), "NewPeerPage"),
});
const peer = createRoute({
  getParentRoute: () => root,
  path: "/peers/$name",
  component: lazyRouteComponent(() => import("../features/peers/editor"), "PeerPage"),
});
const groups = createRoute({
  getParentRoute: () => root,
  path: "/groups",
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import("../features/groups/list"), "GroupsPage"),
});
const groupNew = createRoute({
  getParentRoute: () => root,
  path: "/groups/new",
  component: lazyRouteComponent(() => import("../features/groups/editor"), "NewGroupPage"),
});
const group = createRoute({
  getParentRoute: () => root,
  path: "/groups/$name",
  component: lazyRouteComponent(() => import("../features/groups/editor"), "GroupPage"),
});
const nasList = createRoute({
  getParentRoute: () => root,
  path: "/nas",
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import("../features/nas/list"), "NasListPage"),
});
const nasNew = createRoute({
  getParentRoute: () => root,
  path: "/nas/new",
  component: lazyRouteComponent(() => import("../features/nas/editor"), "NewNasPage"),
});
const nas = createRoute({
  getParentRoute: () => root,
  path: "/nas/$name",
  component: lazyRouteComponent(() => import("../features/nas/editor"), "NasPage"),
});
const audit = createRoute({
  getParentRoute: () => root,
  path: "/audit",
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import("../features/audit/list"), "AuditPage"),
});
const tokens = createRoute({
  getParentRoute: () => root,
  path: "/tokens",
  component: lazyRouteComponent(() => import("../features/tokens/list"), "TokensPage"),
});

export const router = createRouter({
  routeTree: root.addChildren([
    overview,
    sessions,
    session,
    decisions,
    peers,
    peerNew,
    peer,
    groups,
    groupNew,
    group,
    nasList,
    nasNew,
    nas,
    audit,
    tokens,
    ...more,
  ]),
  defaultPreload: "intent",
  // Filters are typed text: `state:up` stays readable instead of becoming JSON.
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const params = new URLSearchParams();
    for (const [key, value] of Object.entries(search))
      if (value !== undefined) params.set(key, String(value));
    const text = params.toString();
    return text ? `?${text.replaceAll("%3A", ":").replaceAll("%2F", "/")}` : "";
  },
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
