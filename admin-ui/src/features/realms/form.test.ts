import { expect, it } from "vitest";
import {
  emptyHome,
  formToRealm,
  homeText,
  move,
  packHome,
  realmProblem,
  realmToForm,
} from "./form";

it("keeps the stored secret of a home server unless one is typed", () => {
  const home = { address: "192.0.2.9", authPort: "1812", acctPort: "1813", secret: "" };
  const form = { ...realmToForm(null), homeServers: [packHome(home)] };
  expect(formToRealm(form).homeServers).toEqual([
    { address: "192.0.2.9", authPort: 1812, acctPort: 1813 },
  ]);
  const typed = { ...form, homeServers: [packHome({ ...home, secret: "s" })] };
  expect(formToRealm(typed).homeServers?.[0]).toHaveProperty("secret", "s");
});

it("never shows a secret when it names a home server", () => {
  const packed = packHome({ address: "192.0.2.9", authPort: "1", acctPort: "2", secret: "hush" });
  expect(homeText(packed)).toBe("192.0.2.9:1, new secret");
});

it("changes the failover order, and not beyond its ends", () => {
  expect(move(["a", "b", "c"], 2, -1)).toEqual(["a", "c", "b"]);
  expect(move(["a", "b"], 0, -1)).toEqual(["a", "b"]);
});

it("says what is no number, and that a realm needs a home", () => {
  expect(realmProblem({ ...realmToForm(null), timeoutMillis: "soon" })).toContain(
    "no whole number",
  );
  expect(realmProblem({ ...realmToForm(null), homeServers: [] })).toContain("home server");
  expect(realmProblem({ ...realmToForm(null), homeServers: [emptyHome()] })).toBeNull();
});
