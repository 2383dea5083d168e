import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { KitProvider } from "./provider";
import { DataTable, toCsv, type Column } from "./table";

type Row = { id: number; name: string };
const ROWS: Row[] = Array.from({ length: 1000 }, (_, id) => ({ id, name: `peer ${id}` }));
const COLUMNS: Column<Row>[] = [
  { id: "name", head: "Name", width: 100, cell: (r) => r.name, text: (r) => r.name },
];

function show(more: Partial<Parameters<typeof DataTable<Row>>[0]> = {}) {
  const onOpen = vi.fn();
  const onSelect = vi.fn();
  const onFull = vi.fn();
  render(
    <KitProvider>
      <DataTable
        label="Things"
        rows={ROWS}
        rowKey={(r) => String(r.id)}
        columns={COLUMNS}
        rowHeight={28}
        total={1000}
        onOpen={onOpen}
        onFull={onFull}
        selected={new Set<string>()}
        onSelect={onSelect}
        {...more}
      />
    </KitProvider>,
  );
  return { grid: screen.getByRole("grid", { name: "Things" }), onOpen, onSelect, onFull };
}

it("tells all rows to screen readers but holds only those in sight", () => {
  const { grid } = show();
  expect(grid.getAttribute("aria-rowcount")).toBe("1001");
  expect(screen.getAllByRole("row").length).toBeLessThanOrEqual(61);
});

it("moves with j and k, opens with Enter and o, selects with x", () => {
  const { grid, onOpen, onSelect, onFull } = show();
  for (const key of ["j", "j", "j", "k"]) fireEvent.keyDown(grid, { key });
  fireEvent.keyDown(grid, { key: "Enter" });
  expect(onOpen).toHaveBeenCalledWith(ROWS[1]);
  fireEvent.keyDown(grid, { key: "x" });
  expect(onSelect).toHaveBeenCalledWith("1");
  fireEvent.keyDown(grid, { key: "End" });
  fireEvent.keyDown(grid, { key: "o" });
  expect(onFull).toHaveBeenCalledWith(ROWS[999]);
});

it("asks for more only near the end of what is loaded", () => {
  const far = vi.fn();
  show({ onEnd: far });
  expect(far).not.toHaveBeenCalled();
  const near = vi.fn();
  cleanup();
  show({ onEnd: near, rows: ROWS.slice(0, 30), total: null });
  expect(near).toHaveBeenCalled();
});

it("exports text that a spreadsheet cannot run", () => {
  expect(
    toCsv(COLUMNS, [
      { id: 1, name: '=cmd|"x"' },
      { id: 2, name: "a,b" },
    ]),
  ).toBe('Name\r\n"\'=cmd|""x"""\r\n"a,b"');
});
