import type { Pool, PoolWrite } from "../../api";
import { lines } from "../certificates/words";

export type PoolForm = {
  description: string;
  ranges: string;
  exclusions: string;
  netmask: string;
  prefixLength: string;
  holdSeconds: string;
};

export const LABELS: Record<keyof PoolForm, string> = {
  description: "Description",
  ranges: "Ranges",
  exclusions: "Exclusions",
  netmask: "Netmask",
  prefixLength: "Prefix length",
  holdSeconds: "Hold time, seconds",
};

export const poolToForm = (p: Pool | null): PoolForm => ({
  description: p?.description ?? "",
  ranges: (p?.ranges ?? []).join("\n"),
  exclusions: (p?.exclusions ?? []).join("\n"),
  netmask: p?.netmask ?? "",
  prefixLength: p?.prefixLength == null ? "" : String(p.prefixLength),
  holdSeconds: p ? String(p.holdSeconds) : "",
});

const number = (text: string) => (text.trim() === "" ? null : Number(text));

export const formToPool = (form: PoolForm): PoolWrite => ({
  description: form.description.trim(),
  ranges: lines(form.ranges),
  exclusions: lines(form.exclusions),
  netmask: form.netmask.trim() || null,
  prefixLength: number(form.prefixLength),
  holdSeconds: number(form.holdSeconds),
});

export const isV6 = (form: PoolForm): boolean => lines(form.ranges).some((r) => r.includes(":"));

/** How full a pool is, in words that do not need the colour of the bar. */
export function usage(p: Pick<Pool, "leased" | "size">): {
  percent: number;
  tone: "good" | "warn" | "bad";
  word: string;
} {
  const percent = p.size <= 0 ? 0 : (p.leased / p.size) * 100;
  if (p.size > 0 && p.leased >= p.size) return { percent: 100, tone: "bad", word: "full" };
  if (percent >= 85) return { percent, tone: "warn", word: "nearly full" };
  return { percent, tone: "good", word: "free" };
}

/** 65534 of a range is exact; an IPv6 range is too large for a number anyone reads. */
export function sizeText(size: number): string {
  return size > 10_000_000 ? size.toExponential(1).replace("e+", "·10^") : String(size);
}
