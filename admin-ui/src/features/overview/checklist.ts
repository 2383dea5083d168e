/** The way to a first session, told from what the server already has. */
export type Step = {
  done: boolean;
  title: string;
  text: string;
  to: "/nas/new" | "/peers/new" | "/decisions" | "/sessions";
  action: string;
};

export type Facts = { nas: number; peers: number; decisions: number; sessions: number };

export function checklist(f: Facts): Step[] {
  return [
    {
      done: f.nas > 0,
      title: "Add the hub",
      text: "RADIUS answers known clients only. The page shows the IOS lines to paste.",
      to: "/nas/new",
      action: "Add a NAS",
    },
    {
      done: f.peers > 0,
      title: "Add a peer",
      text: "A spoke or client with its key; keys are generated and handed over once.",
      to: "/peers/new",
      action: "Add a peer",
    },
    {
      done: f.decisions > 0,
      title: "Let the peer connect",
      text: "Each request shows in the auth log; a reject says why and what cures it.",
      to: "/decisions",
      action: "Watch the auth log",
    },
    {
      done: f.sessions > 0,
      title: "See it live",
      text: "With its Accounting-Start the session appears with bytes and rates.",
      to: "/sessions",
      action: "Open live sessions",
    },
  ];
}
