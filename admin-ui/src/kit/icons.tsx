/** Line icons, 16 px, drawn here so that no icon package is shipped. Always beside a word or with a label. */
const PATHS = {
  overview: "M2.5 2.5h4.5v5h-4.5zM9 2.5h4.5v3H9zM9 8h4.5v5.5H9zM2.5 10h4.5v3.5h-4.5z",
  sessions: "M1.5 8h3l2-4.5 3 9 2-4.5h3",
  log: "M3 3.5h10M3 6.5h10M3 9.5h7M3 12.5h5",
  peers: "M8 7.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM3 13.5c.4-2.8 2.4-4 5-4s4.6 1.2 5 4",
  groups:
    "M6 7a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM2 13c.3-2.3 1.8-3.5 4-3.5s3.7 1.2 4 3.5M11 7.5a1.7 1.7 0 1 0 0-3.4M11.5 9.7c1.5.3 2.3 1.5 2.5 3.3",
  nas: "M2 3.5h12v3.5H2zM2 9h12v3.5H2zM4.5 5.25h.01M4.5 10.75h.01M7 5.25h4M7 10.75h4",
  audit: "M4 2h6l2.5 2.5V14H4zM6 7h4.5M6 9.5h4.5M6 12h2.5",
  token: "M10 9.5a3.5 3.5 0 1 0-3.3-2.3L2 12v2h2.5v-1.5H6V11l1-1c.8-.3 2-.5 3-.5zM10.7 5.3h.01",
  users:
    "M8 8.2a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6zM4 13.2c.3-2 1.8-3 4-3s3.7 1 4 3M2.5 5V2.5H5M11 2.5h2.5V5M13.5 11v2.5",
  certificate:
    "M2.5 3h11v7.5H9.5M2.5 3v7.5h2M5 5.5h6M7 12.2a1.9 1.9 0 1 0 0-3.8 1.9 1.9 0 0 0 0 3.8zM6 12l-.5 2.5L7 13.6l1.5.9L8 12",
  pool: "M2 4.5h12v7H2zM5 4.5v7M8 4.5v7M11 4.5v7M2 8h12",
  realm:
    "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM2 8h12M8 2c2 2 2.5 4 2.5 6S10 12 8 14c-2-2-2.5-4-2.5-6S6 4 8 2z",
  webhook:
    "M8 5.5a2 2 0 1 0-2-2M8 5.5L5.2 10.5M4.5 9.5a2 2 0 1 0 2 2.5h5M11.5 10a2 2 0 1 1-1.4 3.4M7 4.5l3.2 5.5",
  job: "M3 3.5h6M3 8h4M3 12.5h6M10.5 6l3 2-3 2zM8 8h2.5",
  preview:
    "M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8zM8 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
  test: "M6 2.5h4M6.7 2.5v4L3.2 12c-.5.8 0 1.5.9 1.5h7.8c.9 0 1.4-.7.9-1.5L9.3 6.5v-4M5 9.8h6",
  transfer: "M5 2.5v9M2.5 9L5 11.5 7.5 9M11 13.5v-9M8.5 7L11 4.5 13.5 7",
  operators: "M8 2l5 2v3.5c0 3-2 5-5 6.5-3-1.5-5-3.5-5-6.5V4zM6 8l1.5 1.5L10.3 6.5",
  search: "M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM10.5 10.5l3.5 3.5",
  theme: "M8 2.5a5.5 5.5 0 1 0 0 11zM8 2.5a5.5 5.5 0 0 1 0 11",
  user: "M8 8a2.7 2.7 0 1 0 0-5.4A2.7 2.7 0 0 0 8 8zM2.8 13.5c.5-2.6 2.5-3.9 5.2-3.9s4.7 1.3 5.2 3.9",
  check: "M3 8.5l3.2 3.2L13 4.8",
  cross: "M4 4l8 8M12 4l-8 8",
  warn: "M8 2.5l6 11H2zM8 6.5v3.5M8 12h.01",
  clock: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 4.8V8l2.2 1.5",
  stop: "M4 4h8v8H4z",
  up: "M8 13V3.5M4 7.5l4-4 4 4",
  down: "M8 3v9.5M4 8.5l4 4 4-4",
  plus: "M8 3v10M3 8h10",
  copy: "M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3",
  pause: "M5.5 3.5v9M10.5 3.5v9",
  play: "M5 3.5l7.5 4.5L5 12.5z",
  open: "M6 3H3v10h10v-3M9 3h4v4M13 3L7.5 8.5",
  columns: "M2.5 3h11v10h-11zM6.2 3v10M9.8 3v10",
  refresh: "M13 8a5 5 0 1 1-1.5-3.5M13 2.5v2.7h-2.7",
  trash: "M3 4.5h10M6.5 4.5V3h3v1.5M4.5 4.5l.5 9h6l.5-9M6.8 7v4M9.2 7v4",
  plug: "M5.5 2v3M10.5 2v3M4 5h8v2.5a4 4 0 0 1-8 0zM8 11.5V14.5",
  edit: "M3 13l.6-2.7L10.7 3.2l2.1 2.1-7.1 7.1zM9.3 4.6l2.1 2.1",
  more: "M3.5 8h.01M8 8h.01M12.5 8h.01",
  right: "M6 3.5L10.5 8 6 12.5",
  left: "M10 3.5L5.5 8l4.5 4.5",
  menu: "M2.5 4h11M2.5 8h11M2.5 12h11",
  help: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM6.2 6.3a1.8 1.8 0 1 1 2.6 1.6c-.6.3-.8.7-.8 1.3M8 11.3h.01",
  drop: "M8 2.5v6M5 6l3 3 3-3M3 12.5h10",
  question: "M6 6a2 2 0 1 1 2.9 1.8c-.7.3-.9.8-.9 1.5M8 11.7h.01",
  out: "M9.5 3H3v10h6.5M7 8h7M11.5 5.5L14 8l-2.5 2.5",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
