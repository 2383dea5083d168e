import { expect, it } from "vitest";
import { counted, EMPTY_JOB, estimate, jobBody, jobMissing, settled } from "./words";

it("never asks for every session by accident", () => {
  expect(jobMissing(EMPTY_JOB)).toContain("which sessions");
  expect(jobMissing({ ...EMPTY_JOB, all: true })).toBeNull();
  expect(jobBody({ ...EMPTY_JOB, all: true, group: "atm" }, true).query).toEqual({ all: true });
  expect(jobBody({ ...EMPTY_JOB, group: " atm " }, false).query).toEqual({
    peer: null,
    group: "atm",
    nas: null,
    q: null,
  });
});

it("wants something to change for a CoA", () => {
  const coa = { ...EMPTY_JOB, kind: "coa" as const, group: "atm" };
  expect(jobMissing(coa)).toContain("AV pair");
  expect(jobMissing({ ...coa, sessionTimeout: "3600" })).toBeNull();
  expect(jobMissing({ ...coa, sessionTimeout: "an hour" })).toContain("whole number");
  expect(jobMissing({ ...coa, sessionTimeout: "1", rate: "0" })).toContain("rate");
});

it("counts progress from the server's numbers", () => {
  const job = { total: 10, counts: { pending: 4, sent: 1, ack: 3, nak: 2 } };
  expect(settled(job)).toBe(5);
  expect(counted(job)).toBe("4 Waiting, 1 Sent, 3 ACK, 2 NAK");
});

it("estimates by the busiest hub", () => {
  const items = Array.from({ length: 25 }, (_, i) => ({
    nas: i < 20 ? "hub-1" : "hub-2",
    state: "pending" as const,
  }));
  expect(estimate(items, 10)).toBe("2 hubs, at 10 a second each about 2 seconds");
});
