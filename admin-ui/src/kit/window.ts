/** Which rows of a long list to put into the page. */
export type Slice = { from: number; to: number };

const OVERSCAN = 8;
/** The grid never holds more rows than this, whatever the screen. */
export const MAX_ROWS = 60;

export function slice(rows: number, rowHeight: number, scrollTop: number, viewport: number): Slice {
  const first = Math.max(0, Math.floor(scrollTop / rowHeight) - OVERSCAN);
  const wanted = Math.ceil(viewport / rowHeight) + 2 * OVERSCAN;
  const from = Math.min(first, Math.max(0, rows - 1));
  return { from, to: Math.min(rows, from + Math.min(wanted, MAX_ROWS)) };
}

/** The scroll position that shows a row between the sticky head and the lower edge. */
export function reveal(
  index: number,
  rowHeight: number,
  scrollTop: number,
  viewport: number,
  head: number,
): number {
  const top = index * rowHeight;
  if (top < scrollTop) return top;
  const bottom = top + rowHeight + head;
  return bottom > scrollTop + viewport ? bottom - viewport : scrollTop;
}
