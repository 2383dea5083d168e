import { expect, it } from "vitest";
import type { User } from "../../api";
import { formToUser, lockedNow, userMissing, userToForm } from "./form";

const user: User = {
  id: 1,
  name: "anna",
  description: "Anna",
  enabled: true,
  group: "staff",
  password: { storage: "hash", set: true, setAt: null, methods: ["pap"] },
  totp: { enabled: false, enrolledAt: null },
  framedIp: null,
  framedNetmask: null,
  framedPool: null,
  addrV6: null,
  avPairs: ["ip:interface-config=ip mtu 1400"],
  acctInterimSeconds: null,
  validUntil: null,
  version: 3,
  createdAt: "2026-11-23T12:00:00Z",
  updatedAt: "2026-11-23T12:00:00Z",
  lastLoginAt: null,
  failedLogins: 5,
  lockedUntil: "2026-11-23T12:05:00Z",
};

it("leaves a password alone that was not touched", () => {
  expect(formToUser(userToForm(user), "hash")).not.toHaveProperty("password");
  expect(formToUser({ ...userToForm(user), password: "new sentence" }, "hash").password).toEqual({
    storage: "hash",
    value: "new sentence",
  });
  expect(formToUser({ ...userToForm(user), storage: "none" }, "hash").password).toEqual({
    storage: "none",
  });
});

it("wants the password again when it moves to another storage", () => {
  const form = { ...userToForm(user), storage: "reversible" as const };
  expect(userMissing("anna", form, "hash")).toContain("once more");
  expect(userMissing("anna", { ...form, password: "a sentence" }, "hash")).toBeNull();
  expect(userMissing("new", userToForm(null), null)).toContain("Set a password");
  expect(userMissing("new", { ...userToForm(null), storage: "none" }, null)).toBeNull();
});

it("knows a lock that is over", () => {
  expect(lockedNow(user, Date.parse("2026-11-23T12:04:59Z"))).toBe(true);
  expect(lockedNow(user, Date.parse("2026-11-23T12:05:00Z"))).toBe(false);
});
