import { expect, it } from "vitest";
import type { Peer } from "../../api";
import { formToPeer, peerProblem, peerToForm } from "./form";

const peer: Peer = {
  id: 1,
  name: "br1",
  description: "Branch 1",
  enabled: true,
  group: "atm",
  psk: {
    kind: "symmetric",
    set: true,
    localSet: false,
    remoteSet: false,
    expiresAt: null,
    createdAt: null,
    lastUsedAt: null,
  },
  framedIp: "10.99.0.17",
  framedNetmask: null,
  addressPool: "branches",
  addressPoolV6: null,
  conditional: [
    { name: "night", when: { nas: null, nasType: null, clients: [], window: null }, avPairs: [] },
  ] as unknown as Peer["conditional"],
  values: { site: "17", rack: "a=b" },
  framedPool: null,
  addrV6: null,
  avPairs: ["ip:interface-config=ip mtu 1400"],
  acctInterimSeconds: 60,
  validUntil: null,
  version: 3,
  createdAt: "2026-11-23T12:00:00Z",
  updatedAt: "2026-11-23T12:00:00Z",
  lastSeenAt: null,
  online: false,
};

it("writes back what it read, and leaves the key alone", () => {
  const body = formToPeer(peerToForm(peer));
  expect(body).toEqual({
    description: "Branch 1",
    enabled: true,
    group: "atm",
    framedIp: "10.99.0.17",
    framedNetmask: null,
    framedPool: null,
    addrV6: null,
    addressPool: "branches",
    addressPoolV6: null,
    values: { site: "17", rack: "a=b" },
    conditional: peer.conditional,
    avPairs: ["ip:interface-config=ip mtu 1400"],
    acctInterimSeconds: 60,
    validUntil: null,
  });
});

it("sends a key only when one was typed or taken away", () => {
  const form = peerToForm(peer);
  expect(formToPeer({ ...form, key: "symmetric", symmetric: "abc" }).psk).toEqual({
    kind: "symmetric",
    symmetric: "abc",
    expiresAt: null,
  });
  expect(formToPeer({ ...form, key: "none" }).psk).toEqual({ kind: "none" });
  expect(formToPeer(peerToForm(null)).psk).toBeUndefined();
});

it("refuses a number that is none before the server has to", () => {
  expect(
    peerProblem("acctInterimSeconds", { ...peerToForm(peer), acctInterimSeconds: "soon" }),
  ).toContain("no whole number");
  expect(peerProblem("acctInterimSeconds", peerToForm(peer))).toBeNull();
});
