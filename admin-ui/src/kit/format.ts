/** Numbers and times as an engineer reads them. Unknown is "-", never 0. */

export const UNKNOWN = "-";

const BINARY = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];
const SI_BITS = ["b/s", "kb/s", "Mb/s", "Gb/s", "Tb/s"];

function scaled(value: number, step: number, units: string[]): string {
  let n = value;
  let i = 0;
  // 999.5 would print as "1000": go up one unit before that.
  while (i < units.length - 1 && n >= step - 0.5) {
    n /= step;
    i++;
  }
  const digits = i === 0 || n >= 100 ? 0 : n >= 10 ? 1 : 2;
  return `${n.toFixed(digits)} ${units[i] ?? ""}`;
}

/** Totals in binary units: 1536 -> "1.50 KiB". */
export function bytes(value: number | null | undefined): string {
  return value == null ? UNKNOWN : scaled(value, 1024, BINARY);
}

/** Rates in SI bits: 1500000 -> "1.50 Mb/s". */
export function bitRate(value: number | null | undefined): string {
  return value == null ? UNKNOWN : scaled(value, 1000, SI_BITS);
}

/** Grouped digits for the exact value on hover: 1536000 -> "1 536 000". */
export function exact(value: number | null | undefined, unit: string): string {
  if (value == null) return "unknown";
  return `${String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, "\u202f")} ${unit}`;
}

export function count(value: number | null | undefined): string {
  return value == null ? UNKNOWN : String(value).replace(/\B(?=(\d{3})+$)/g, "\u202f");
}

/** 90061 -> "1d 1h", 3700 -> "1h 1m", 62 -> "1m 2s": two places are enough to act on. */
export function duration(seconds: number | null | undefined): string {
  if (seconds == null) return UNKNOWN;
  const s = Math.max(0, Math.round(seconds));
  const parts: [number, string][] = [
    [Math.floor(s / 86400), "d"],
    [Math.floor((s % 86400) / 3600), "h"],
    [Math.floor((s % 3600) / 60), "m"],
    [s % 60, "s"],
  ];
  const first = parts.findIndex(([n]) => n > 0);
  if (first < 0) return "0s";
  return parts
    .slice(first, first + 2)
    .filter(([n], i) => i === 0 || n > 0)
    .map(([n, unit]) => `${n}${unit}`)
    .join(" ");
}

export function micros(value: number | null | undefined): string {
  if (value == null) return UNKNOWN;
  return value < 1000 ? `${value} µs` : `${(value / 1000).toFixed(value < 10000 ? 2 : 1)} ms`;
}

export function millis(value: number | null | undefined): string {
  if (value == null) return UNKNOWN;
  if (value < 1) return `${Math.round(value * 1000)} µs`;
  return value < 1000
    ? `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`
    : `${(value / 1000).toFixed(1)} s`;
}

export function ageSeconds(instant: string | null | undefined, nowMs: number): number | null {
  if (!instant) return null;
  const at = Date.parse(instant);
  return Number.isNaN(at) ? null : (nowMs - at) / 1000;
}

/** "4m ago", "in 3d"; a clock that is a second off must not print "in 1s". */
export function ago(instant: string | null | undefined, nowMs: number): string {
  const age = ageSeconds(instant, nowMs);
  if (age == null) return UNKNOWN;
  if (Math.abs(age) < 2) return "now";
  const whole = duration(Math.abs(age)).split(" ")[0] ?? "";
  return age > 0 ? `${whole} ago` : `in ${whole}`;
}

const two = (n: number) => String(n).padStart(2, "0");

/** Local wall clock, sortable by eye: "2026-11-23 20:31:05". */
export function dateTime(instant: string | null | undefined): string {
  if (!instant) return UNKNOWN;
  const d = new Date(instant);
  if (Number.isNaN(d.getTime())) return UNKNOWN;
  return `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())} ${two(d.getHours())}:${two(d.getMinutes())}:${two(d.getSeconds())}`;
}

/** Time of day with milliseconds, for logs; the date is on hover. */
export function clock(instant: string | null | undefined): string {
  if (!instant) return UNKNOWN;
  const d = new Date(instant);
  if (Number.isNaN(d.getTime())) return UNKNOWN;
  return `${two(d.getHours())}:${two(d.getMinutes())}:${two(d.getSeconds())}.${String(d.getMilliseconds()).padStart(3, "0")}`;
}

/** The zone the console shows, for column heads: "UTC+01:00". */
export function zone(): string {
  const minutes = -new Date().getTimezoneOffset();
  if (minutes === 0) return "UTC";
  const sign = minutes > 0 ? "+" : "-";
  return `UTC${sign}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
}

export function plural(n: number, one: string, many = `${one}s`): string {
  return `${count(n)} ${n === 1 ? one : many}`;
}
