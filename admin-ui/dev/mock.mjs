// A stand-in for the server, to look at the console in every state: node dev/mock.mjs [port]
// It serves target/classes/static under the server's content policy and answers the API from made-up data.
// POST /__mock {"state": "full" | "empty" | "error" | "slow" | "signed-out" | "quiet"} switches what it shows.
import { createServer } from "node:http";
import { readFileSync, existsSync } from "node:fs";
import { join, extname, normalize } from "node:path";
import { randomBytes } from "node:crypto";

const port = Number(process.argv[2] ?? 8099);
const root = "target/classes/static";
let state = "full";
let conflict = false;

const ago = (seconds) => new Date(Date.now() - seconds * 1000).toISOString();
let seed = 7;
const random = () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;
const pick = (list) => list[Math.floor(random() * list.length)];

const hubs = ["hub-1", "hub-2", "hub-dr"];
const groups = ["branches", "atm", "engineering", "partners"];
const sessions = Array.from({ length: 1000 }, (_, i) => {
  const stale = i % 37 === 5;
  return {
    id: 5000 - i,
    state: stale ? "stale" : "up",
    auditSessionId: `L2L4C0A8010${i}ZO2L4C63364${i}ZH11941194`,
    acctSessionId: (0xa1000 + i).toString(16).toUpperCase(),
    peer: `br${i + 1}.example.com`,
    userName: `br${i + 1}.example.com`,
    group: i % 9 ? pick(groups) : null,
    nasId: 1,
    nas: pick(hubs),
    nasAddress: "198.51.100.1",
    framedIp: `10.99.${Math.floor(i / 250)}.${(i % 250) + 2}`,
    framedIpv6: i % 5 ? null : `2001:db8:99::${(i + 2).toString(16)}`,
    callingStationId: `203.0.113.${(i % 250) + 2}`,
    authMethod: i % 4 ? "psk" : "psk-asymmetric",
    interface: `Virtual-Access${i + 1}`,
    startedAt: ago(300 + random() * 400000),
    lastReportAt: ago(stale ? 3000 : random() * 50),
    endedAt: null,
    sessionSeconds: Math.floor(300 + random() * 400000),
    rxBytes: Math.floor(random() * 9e10),
    txBytes: Math.floor(random() * 9e11),
    rxPackets: Math.floor(random() * 9e7),
    txPackets: Math.floor(random() * 9e8),
    rxRate: stale ? null : Math.floor(random() * 9e7),
    txRate: stale ? null : Math.floor(random() * 4e8),
    terminateCause: null,
    flags: i % 11 ? [] : ["nat-t"],
  };
});

const trace = (ok) => [
  {
    step: "NAS",
    expected: "a known client with a secret",
    got: "hub-1, 198.51.100.1",
    ok: true,
    cure: null,
  },
  {
    step: "Message-Authenticator",
    expected: "present and right",
    got: "right",
    ok: true,
    cure: null,
  },
  {
    step: "Peer",
    expected: "a peer named br17.exmaple.com",
    got: ok ? "br17.example.com" : "no such peer",
    ok,
    cure: ok ? null : "Create the peer, or correct the identity on the spoke",
  },
  ...(ok
    ? [
        {
          step: "Key",
          expected: "a key in force",
          got: "symmetric, set 12 d ago",
          ok: true,
          cure: null,
        },
      ]
    : []),
];
const REASONS = [
  ["PEER_UNKNOWN", "Rejected: no peer br17.exmaple.com; the nearest name is br17.example.com"],
  ["PEER_DISABLED", "Rejected: peer br4.example.com is disabled; enable it under Peers"],
  ["PSK_EXPIRED", "Rejected: the key of br9.example.com expired 3 d ago; generate a new one"],
];
const decisionOf = (id, age) => {
  const kind = random();
  const result = kind < 0.78 ? "accept" : kind < 0.93 ? "reject" : "drop";
  const [reason, sentence] =
    result === "reject"
      ? pick(REASONS)
      : result === "drop"
        ? [
            "MESSAGE_AUTHENTICATOR_MISSING",
            "Dropped: hub-2 sent no Message-Authenticator; update the hub or switch the requirement off for this NAS",
          ]
        : [null, "Accepted: key and 4 AV pairs sent to hub-1"];
  return {
    id,
    at: ago(age),
    result,
    peer: `br${Math.floor(random() * 900)}.example.com`,
    nasId: 1,
    nas: pick(hubs),
    nasAddress: "198.51.100.1",
    kind: pick(["psk", "group", "user"]),
    reason,
    sentence,
    latencyMicros: Math.floor(200 + random() * 2500),
    callingStationId: "203.0.113.9",
    auditSessionId: "L2L4C0A80101ZO2L4C633641ZH11941194",
    trace: trace(result !== "reject"),
    nearest: reason === "PEER_UNKNOWN" ? ["br17.example.com", "br71.example.com"] : [],
  };
};
const decisions = Array.from({ length: 1000 }, (_, i) => decisionOf(9000 - i, i * 3.7));
const PAIRS = [
  "ip:interface-config=ip mtu 1400",
  "ipsec:route-set=remote ipv4 10.0.0.0 255.0.0.0",
  "ip:inacl#10=permit icmp any any",
];
const peers = new Map(
  Array.from({ length: 1000 }, (_, i) => {
    const name = `br${i + 1}.example.com`;
    return [
      name,
      {
        id: i + 1,
        name,
        description: i % 3 ? `Branch ${i + 1}, ISR 1121` : "",
        enabled: i % 23 !== 3,
        group: i % 9 ? groups[i % 4] : null,
        psk: {
          kind: i % 4 ? "symmetric" : "asymmetric",
          set: i % 31 !== 7,
          localSet: true,
          remoteSet: true,
          expiresAt: i % 17 === 2 ? ago(-86400 * 9) : i % 41 === 9 ? ago(86400 * 3) : null,
          createdAt: ago(86400 * 12),
          lastUsedAt: ago(4000),
        },
        framedIp: `10.99.0.${(i % 250) + 2}`,
        framedNetmask: null,
        framedPool: null,
        addrV6: null,
        avPairs: PAIRS.slice(0, i % 4),
        acctInterimSeconds: i % 2 ? 60 : null,
        validUntil: null,
        version: 3,
        createdAt: ago(86400 * 90),
        updatedAt: ago(86400 * 2),
        lastSeenAt: i % 6 ? ago(random() * 90000) : null,
        online: i % 4 !== 3,
      },
    ];
  }),
);
const groupList = groups.map((name, i) => ({
  id: i,
  name,
  description: `Shared by ${name}`,
  avPairs: PAIRS.slice(0, 2),
  framedPool: i ? "POOL-" + i : null,
  peers: 250,
  version: 1,
  createdAt: ago(864000),
  updatedAt: ago(86400),
}));
const nasList = hubs.map((name, i) => ({
  id: i,
  name,
  description: i ? "Second site" : "Frankfurt, C8300",
  address: `198.51.100.${i + 1}/32`,
  secretSet: true,
  type: i === 2 ? "flexaaa" : "flexvpn",
  requireMessageAuthenticator: i !== 1,
  authorizationPasswordSet: false,
  dynAuthPort: 1700,
  acctInterimSeconds: 60,
  enabled: true,
  version: 1,
  lastPacketAt: ago(i === 1 ? 4000 : 3),
  counters: {
    requests: 91231,
    accepts: 88112,
    rejects: 2010,
    accounting: 723123,
    drops: { NO_MESSAGE_AUTHENTICATOR: 12, DUPLICATE: 31 },
  },
  createdAt: ago(864000),
  updatedAt: ago(86400),
}));
const audit = Array.from({ length: 200 }, (_, i) => ({
  id: 900 - i,
  at: ago(i * 700),
  actor: pick(["admin", "maria"]),
  actorKind: pick(["session", "token"]),
  sourceAddress: "127.0.0.1",
  action: pick(["create", "update", "generate-psk", "disconnect"]),
  targetKind: "peer",
  target: `br${i}.example.com`,
  outcome: "ok",
  detail: {
    before: { enabled: true, description: "x", version: 1 },
    after: { enabled: false, description: "Branch office, moved", version: 2 },
  },
  hash: randomBytes(32).toString("hex"),
}));
const tokens = [
  {
    id: 1,
    name: "terraform",
    owner: "admin",
    permissions: ["peers:read", "peers:write"],
    createdAt: ago(864000),
    expiresAt: ago(-8640000),
    lastUsedAt: ago(60),
  },
];
const catalogue = [
  {
    name: "interface-config",
    protocol: "ip",
    grammar: "<one interface command>",
    direction: "local",
    repeatable: true,
    doc: "One line for the session's virtual-access interface; order is kept.",
    example: "ip:interface-config=ip mtu 1400",
    ios: "(interface) ip mtu 1400",
  },
  {
    name: "route-set",
    protocol: "ipsec",
    grammar: "remote {ipv4 NET MASK|ipv6 P/L}",
    direction: "pushed",
    repeatable: true,
    doc: "A protected subnet pushed to the peer.",
    example: "ipsec:route-set=remote ipv4 10.0.0.0 255.0.0.0",
    ios: "route set remote ipv4 NET MASK",
  },
  {
    name: "inacl",
    protocol: "ip",
    grammar: "<access-list name> or, as inacl#n, one entry",
    direction: "local",
    repeatable: true,
    doc: "Filter for packets from the peer.",
    example: "ip:inacl#10=permit tcp any any",
    ios: "(interface) ip access-group NAME in",
  },
];
const permissions = [
  "peers:read",
  "peers:write",
  "nas:read",
  "nas:write",
  "sessions:read",
  "sessions:control",
  "log:read",
  "audit:read",
  "operators:write",
  "secrets:reveal",
];

const problem = (status, code, detail, more = {}) => ({
  status,
  body: {
    type: `urn:flexaaa:problem:${code.toLowerCase()}`,
    title: "Problem",
    status,
    detail,
    code,
    ...more,
  },
  type: "application/problem+json",
});
const page = (list, url, keep) => {
  if (state === "empty") return { body: { items: [], next: null, total: 0 } };
  const q = url.searchParams.get("q")?.toLowerCase();
  const found = list.filter((x) => (!q || JSON.stringify(x).toLowerCase().includes(q)) && keep(x));
  const from = Number(url.searchParams.get("after") ?? 0);
  const limit = Number(url.searchParams.get("limit") ?? 50);
  return {
    body: {
      items: found.slice(from, from + limit),
      next: from + limit < found.length ? String(from + limit) : null,
      total: found.length,
    },
  };
};

function answer(method, url, body, headers) {
  const p = url.pathname.slice("/api/v1".length);
  const is = (param, value) =>
    !url.searchParams.get(param) || url.searchParams.get(param) === value;
  if (p === "/health") return { body: { status: "UP" } };
  if (p === "/session") {
    if (method === "DELETE") return { status: 204 };
    if (method === "POST") {
      if (body.password === "wrong")
        return problem(
          401,
          "SIGN_IN_REFUSED",
          "user name or password is wrong, or the account is disabled",
        );
      state = state === "signed-out" ? "full" : state;
    }
    if (state === "signed-out")
      return problem(401, "UNAUTHENTICATED", "sign in with POST /api/v1/session");
    return { body: { operator: { name: "admin", role: "admin", permissions } } };
  }
  if (state === "error")
    return problem(
      500,
      "DATABASE_AWAY",
      "The database does not answer: connection refused by 127.0.0.1:5432. The RADIUS side goes on from memory.",
    );
  const seg = p.split("/").filter(Boolean).map(decodeURIComponent);
  if (p === "/overview")
    return {
      body:
        state === "empty"
          ? {
              sessionsUp: 0,
              acceptsLastMinute: 0,
              rejectsLastMinute: 0,
              p99Micros: 0,
              dynAuthFailures24h: 0,
              keysExpiring30d: 0,
              topRejectReasons: [],
              silentNas: [],
              spark: [],
              decisionsNotLogged: 0,
            }
          : {
              sessionsUp: 973,
              acceptsLastMinute: 412,
              rejectsLastMinute: 17,
              p99Micros: 1840,
              dynAuthFailures24h: 1,
              keysExpiring30d: 58,
              decisionsNotLogged: 0,
              topRejectReasons: [
                { reason: "PEER_UNKNOWN", count: 812 },
                { reason: "PSK_EXPIRED", count: 119 },
                { reason: "PEER_DISABLED", count: 40 },
              ],
              silentNas: [{ name: "hub-2", address: "198.51.100.2/32", lastPacketAt: ago(4000) }],
              spark: Array.from({ length: 24 }, () => ({
                accepts: Math.floor(300 + random() * 200),
                rejects: Math.floor(random() * 30),
              })),
            },
    };
  if (p === "/avpairs") return { body: catalogue };
  if (p === "/avpairs:validate")
    return {
      body: {
        problems: body.avPairs.flatMap((value, index) =>
          /mtu (\d+)/.exec(value)?.[1] > 9216
            ? [
                {
                  index,
                  value,
                  message: "ip mtu 99999 is more than 9216",
                  cure: "give 68..9216",
                  warning: false,
                },
              ]
            : /bogus/.test(value)
              ? [
                  {
                    index,
                    value,
                    message: "bogus is not in the catalogue",
                    cure: "it is sent as typed",
                    warning: true,
                  },
                ]
              : [],
        ),
      },
    };
  if (seg[0] === "sessions" && seg.length === 1) {
    const wanted = url.searchParams.get("state");
    return page(
      sessions,
      url,
      (s) =>
        (wanted === "all" || (wanted ? s.state === wanted : s.state !== "ended")) &&
        is("peer", s.peer),
    );
  }
  if (seg[0] === "sessions") {
    const s = sessions.find((x) => String(x.id) === seg[1]);
    if (!s)
      return problem(
        404,
        "NOT_FOUND",
        `there is no session ${seg[1]}; it may have ended and been archived`,
      );
    const result = {
      id: 1,
      at: ago(0),
      kind: seg[2],
      actor: "admin",
      auditSessionId: s.auditSessionId,
      nas: s.nas,
      peer: s.peer,
      sessionId: s.id,
      attempts: 1,
      roundTripMillis: 4,
      errorCause: null,
    };
    if (seg[2] === "disconnect") {
      if (s.id % 3 === 1)
        return {
          body: {
            ...result,
            outcome: "nak",
            errorCause: { code: 503, name: "Session-Context-Not-Found" },
            confirmed: false,
            confirmedAfterMillis: null,
            message: "The hub has no such session; its Accounting-Stop was lost.",
          },
          delay: 300,
        };
      s.state = "ended";
      send("sessionRemoved", { id: s.id });
      return {
        body: {
          ...result,
          outcome: "ack",
          confirmed: true,
          confirmedAfterMillis: 812,
          message: "Disconnected and confirmed by Accounting-Stop.",
        },
        delay: 500,
      };
    }
    if (seg[2] === "coa")
      return {
        body: {
          ...result,
          outcome: "ack",
          confirmed: false,
          confirmedAfterMillis: null,
          message: "hub-1 applied 1 AV pair.",
        },
        delay: 300,
      };
    return {
      body: {
        ...s,
        rates: Array.from({ length: 60 }, (_, i) => ({
          at: ago((60 - i) * 60),
          rx: Math.floor(2e7 + 1e7 * Math.sin(i / 6) + random() * 5e6),
          tx: Math.floor(9e7 + 5e7 * Math.sin(i / 9) + random() * 2e7),
        })),
        timeline: [
          {
            at: ago(7200),
            kind: "radius",
            text: "psk: accept",
            detail: "Accepted: key and 4 AV pairs sent to hub-1",
          },
          {
            at: ago(7199),
            kind: "accounting",
            text: "Accounting-Start",
            detail: "0 s, 0 octets from the peer, 0 to it",
          },
          {
            at: ago(900),
            kind: "dynauth",
            text: "CoA by admin: ack",
            detail: "ip:interface-config=ip mtu 1300",
          },
          {
            at: ago(60),
            kind: "accounting",
            text: "Accounting-Interim-Update",
            detail: "7140 s, 81231231 octets from the peer, 912312312 to it",
          },
        ],
      },
    };
  }
  if (seg[0] === "decisions" && seg.length === 1)
    return page(
      decisions,
      url,
      (d) =>
        is("result", d.result) && is("peer", d.peer) && is("nas", d.nas) && is("reason", d.reason),
    );
  if (seg[0] === "decisions")
    return { body: decisions.find((d) => String(d.id) === seg[1]) ?? decisions[0] };
  if (seg[0] === "peers" && seg.length === 1) return page([...peers.values()], url, () => true);
  if (seg[0] === "peers" && seg[2])
    return {
      body: {
        kind: body?.kind ?? "symmetric",
        symmetric: body?.kind === "asymmetric" ? null : "hT7kPq2mVx9RnB4cLw8ZsJ5dYf3GaE6u",
        local: body?.kind === "asymmetric" ? "hubKey" : null,
        remote: body?.kind === "asymmetric" ? "peerKey" : null,
      },
    };
  if (seg[0] === "peers") {
    const old = peers.get(seg[1]);
    if (method === "DELETE")
      return peers.delete(seg[1]) ? { status: 204 } : problem(404, "NOT_FOUND", "no such peer");
    if (method === "PUT") {
      if (conflict && old && headers["if-match"] === `"${old.version}"`) {
        conflict = false;
        Object.assign(old, { description: "Changed by maria", version: old.version + 1 });
      }
      if (old && headers["if-match"] && headers["if-match"] !== `"${old.version}"`)
        return problem(412, "CONFLICT", "the peer was changed meanwhile", { current: old });
      if (body.framedIp && !/^\d+\.\d+\.\d+\.\d+$/.test(body.framedIp))
        return problem(400, "INVALID", "1 field is wrong", {
          errors: [
            {
              field: "framedIp",
              value: body.framedIp,
              message: `${body.framedIp} is no IPv4 address`,
              cure: "give one such as 10.99.0.17",
            },
          ],
        });
      const { psk, ...rest } = body;
      const base = old ?? {
        ...peers.get("br1.example.com"),
        psk: {
          kind: "none",
          set: false,
          localSet: false,
          remoteSet: false,
          expiresAt: null,
          createdAt: null,
          lastUsedAt: null,
        },
        version: 0,
        online: false,
        lastSeenAt: null,
      };
      const saved = {
        ...base,
        ...rest,
        name: seg[1],
        psk: psk ? { ...base.psk, kind: psk.kind, set: psk.kind !== "none" } : base.psk,
        version: base.version + 1,
        updatedAt: ago(0),
      };
      peers.set(seg[1], saved);
      return { body: saved, status: old ? 200 : 201 };
    }
    return old ? { body: old } : problem(404, "NOT_FOUND", `there is no peer ${seg[1]}`);
  }
  if (seg[0] === "groups")
    return seg.length === 1
      ? page(groupList, url, () => true)
      : method === "PUT"
        ? { body: { ...groupList[0], ...body, name: seg[1], version: 2 } }
        : { body: groupList.find((g) => g.name === seg[1]) ?? groupList[0] };
  if (seg[0] === "nas")
    return seg.length === 1
      ? page(nasList, url, () => true)
      : method === "PUT"
        ? { body: { ...nasList[0], ...body, name: seg[1], version: 2 } }
        : { body: nasList.find((n) => n.name === seg[1]) ?? nasList[0] };
  if (p === "/audit/chain") return { body: { whole: true, problem: null } };
  if (seg[0] === "audit")
    return page(audit, url, (e) => is("actor", e.actor) && is("action", e.action));
  if (seg[0] === "tokens")
    return method === "POST"
      ? {
          body: { token: tokens[0], secret: "flx_" + randomBytes(24).toString("hex") },
          status: 201,
        }
      : method === "DELETE"
        ? { status: 204 }
        : { body: { items: state === "empty" ? [] : tokens, next: null, total: null } };
  return problem(404, "NOT_FOUND", `nothing at ${p}`);
}

const readers = new Set();
function send(event, data) {
  for (const r of readers) r.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}
let nextDecision = 9001;
setInterval(() => {
  if (state !== "full") return;
  for (let i = 0; i < 20; i++) {
    const s = sessions[Math.floor(Math.random() * 60)];
    if (s.state !== "up") continue;
    s.lastReportAt = ago(0);
    s.rxRate = Math.max(0, Math.floor(s.rxRate * (0.7 + Math.random() * 0.6)));
    s.txRate = Math.max(0, Math.floor(s.txRate * (0.7 + Math.random() * 0.6)));
    s.rxBytes += s.rxRate / 8;
    s.txBytes += s.txRate / 8;
    send("session", { ...s, rxBytes: Math.floor(s.rxBytes), txBytes: Math.floor(s.txBytes) });
  }
  const d = decisionOf(nextDecision++, 0);
  decisions.unshift(d);
  send("decision", d);
}, 700);

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
  ".json": "application/json",
};
createServer((request, response) => {
  const url = new URL(request.url, `http://127.0.0.1:${port}`);
  let text = "";
  request.on("data", (chunk) => (text += chunk));
  request.on("end", () => {
    if (url.pathname === "/__mock") {
      const wish = JSON.parse(text || "{}");
      if (wish.state) state = wish.state;
      if (wish.conflict !== undefined) conflict = wish.conflict;
      if (wish.drop) for (const r of readers) r.end();
      response.end("{}");
      return;
    }
    if (url.pathname === "/api/v1/events") {
      if (state === "signed-out") {
        response.writeHead(401).end();
        return;
      }
      response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
      response.write("event: hello\ndata: {}\n\n");
      readers.add(response);
      request.on("close", () => readers.delete(response));
      return;
    }
    if (url.pathname.startsWith("/api/")) {
      if (state === "down") {
        response.writeHead(503).end();
        return;
      }
      const a = answer(request.method, url, text ? JSON.parse(text) : null, request.headers);
      const delay =
        state === "slow" && url.pathname !== "/api/v1/session" ? 600_000 : (a.delay ?? 0);
      setTimeout(() => {
        response.writeHead(a.status ?? 200, { "content-type": a.type ?? "application/json" });
        response.end(a.body === undefined ? "" : JSON.stringify(a.body));
      }, delay);
      return;
    }
    const file = join(root, normalize(url.pathname));
    if (url.pathname !== "/" && existsSync(file) && extname(file)) {
      response.writeHead(200, {
        "content-type": TYPES[extname(file)] ?? "application/octet-stream",
      });
      response.end(readFileSync(file));
      return;
    }
    const nonce = randomBytes(16).toString("base64");
    response.writeHead(200, {
      "content-type": TYPES[".html"],
      "content-security-policy": `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; style-src-attr 'none'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`,
    });
    response.end(readFileSync(join(root, "index.html"), "utf8").replaceAll("__CSP_NONCE__", nonce));
  });
}).listen(port, "127.0.0.1", () => console.log(`mock server on http://127.0.0.1:${port}`));
