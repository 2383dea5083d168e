import { createRootRoute } from "@tanstack/react-router";
import { NotFoundPage, RouteCrashed } from "./edges";
import { Root } from "./root";

export const root = createRootRoute({
  component: Root,
  notFoundComponent: NotFoundPage,
  errorComponent: RouteCrashed,
});

/** What lists keep in the URL: the filter as typed and the row whose panel is open. */
type ListSearch = { f?: string; open?: string };

export function listSearch(search: Record<string, unknown>): ListSearch {
  const text = (v: unknown) => (typeof v === "string" || typeof v === "number" ? String(v) : "");
  const f = text(search["f"]);
  const open = text(search["open"]);
  return { ...(f ? { f } : {}), ...(open ? { open } : {}) };
}
