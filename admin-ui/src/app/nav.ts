import type { IconName } from "../kit";

export type NavItem = {
  to:
    | "/"
    | "/sessions"
    | "/decisions"
    | "/jobs"
    | "/peers"
    | "/users"
    | "/groups"
    | "/nas"
    | "/certificates"
    | "/pools"
    | "/realms"
    | "/webhooks"
    | "/preview"
    | "/policy-tests"
    | "/transfer"
    | "/operators"
    | "/audit"
    | "/tokens";
  label: string;
  icon: IconName;
  /** Pressed after g. */
  key: string;
  permission: string | null;
  words: string;
};

export const NAV: { title: string; items: NavItem[] }[] = [
  {
    title: "Operate",
    items: [
      {
        to: "/",
        label: "Overview",
        icon: "overview",
        key: "o",
        permission: null,
        words: "dashboard home start",
      },
      {
        to: "/sessions",
        label: "Live sessions",
        icon: "sessions",
        key: "s",
        permission: "sessions:read",
        words: "tunnels online accounting disconnect coa",
      },
      {
        to: "/decisions",
        label: "Auth log",
        icon: "log",
        key: "l",
        permission: "log:read",
        words: "rejects decisions why access-reject radius",
      },
      {
        to: "/jobs",
        label: "CoA jobs",
        icon: "job",
        key: "j",
        permission: "sessions:read",
        words: "disconnect many bulk dynamic authorization push policy change",
      },
    ],
  },
  {
    title: "Policy",
    items: [
      {
        to: "/peers",
        label: "Peers",
        icon: "peers",
        key: "p",
        permission: "peers:read",
        words: "psk keys identities av pairs users",
      },
      {
        to: "/users",
        label: "Users",
        icon: "users",
        key: "u",
        permission: "users:read",
        words: "people logins passwords totp one-time code eap",
      },
      {
        to: "/groups",
        label: "Groups",
        icon: "groups",
        key: "g",
        permission: "peers:read",
        words: "policies attribute list av pairs",
      },
      {
        to: "/pools",
        label: "Address pools",
        icon: "pool",
        key: "i",
        permission: "peers:read",
        words: "ip addresses leases ranges",
      },
      {
        to: "/preview",
        label: "Preview",
        icon: "preview",
        key: "v",
        permission: "peers:read",
        words: "what would a peer get effective policy merge group override",
      },
      {
        to: "/policy-tests",
        label: "Policy tests",
        icon: "test",
        key: "e",
        permission: "peers:read",
        words: "must stay true check expect",
      },
    ],
  },
  {
    title: "Network",
    items: [
      {
        to: "/nas",
        label: "NAS",
        icon: "nas",
        key: "n",
        permission: "nas:read",
        words: "hubs radius clients secrets",
      },
      {
        to: "/realms",
        label: "Realms",
        icon: "realm",
        key: "r",
        permission: "nas:read",
        words: "proxy home servers forward partner failover",
      },
      {
        to: "/certificates",
        label: "Certificates",
        icon: "certificate",
        key: "c",
        permission: "certificates:read",
        words: "tls eap radsec authority ca crl ocsp pkcs12",
      },
    ],
  },
  {
    title: "System",
    items: [
      {
        to: "/transfer",
        label: "Import and export",
        icon: "transfer",
        key: "x",
        permission: null,
        words: "csv json freeradius ise users file migrate undo",
      },
      {
        to: "/audit",
        label: "Audit",
        icon: "audit",
        key: "a",
        permission: "audit:read",
        words: "changes who history",
      },
      {
        to: "/operators",
        label: "Operators",
        icon: "operators",
        key: "k",
        permission: "operators:write",
        words: "accounts roles administrators permissions",
      },
      {
        to: "/tokens",
        label: "API tokens",
        icon: "token",
        key: "t",
        permission: null,
        words: "rest api keys automation",
      },
      {
        to: "/webhooks",
        label: "Webhooks",
        icon: "webhook",
        key: "w",
        permission: "webhooks:manage",
        words: "events notify push deliveries",
      },
    ],
  },
];
