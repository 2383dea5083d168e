import { expect, it } from "vitest";
import { formToPool, isV6, poolToForm, sizeText, usage } from "./words";

it("says when a pool is nearly full, and when it is", () => {
  expect(usage({ leased: 10, size: 100 }).word).toBe("free");
  expect(usage({ leased: 85, size: 100 })).toEqual({
    percent: 85,
    tone: "warn",
    word: "nearly full",
  });
  expect(usage({ leased: 100, size: 100 }).word).toBe("full");
  expect(usage({ leased: 0, size: 0 }).percent).toBe(0);
});

it("reads ranges line by line and leaves out what is empty", () => {
  const form = {
    ...poolToForm(null),
    ranges: "10.0.0.2-10.0.0.9\n\n 10.1.0.0/24 ",
    holdSeconds: "60",
  };
  expect(formToPool(form)).toEqual({
    description: "",
    ranges: ["10.0.0.2-10.0.0.9", "10.1.0.0/24"],
    exclusions: [],
    netmask: null,
    prefixLength: null,
    holdSeconds: 60,
  });
  expect(isV6(form)).toBe(false);
  expect(isV6({ ...form, ranges: "2001:db8::/64" })).toBe(true);
});

it("keeps huge sizes readable", () => {
  expect(sizeText(65534)).toBe("65534");
  expect(sizeText(2 ** 64)).toBe("1.8·10^19");
});
