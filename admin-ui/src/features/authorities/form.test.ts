import { expect, it } from "vitest";
import { authorityToForm, formToAuthority, mappingProblem } from "./form";

it("makes one here without what only imported ones have", () => {
  const body = formToAuthority(
    { ...authorityToForm(null), crlUrl: "http://x/" },
    {
      isNew: true,
      builtIn: true,
    },
  );
  expect(body).toEqual({
    description: "",
    enabled: true,
    trustedFor: ["eap", "radsec"],
    nameMapping: ["san-upn", "san-email", "san-dns", "subject-cn"],
    algorithm: "ec-p256",
  });
});

it("imports one that is trusted for nothing yet", () => {
  const body = formToAuthority(
    { ...authorityToForm(null, true), certificatePem: " PEM ", crlUrl: " " },
    { isNew: true, builtIn: false },
  );
  expect(body.trustedFor).toEqual([]);
  expect(body.certificatePem).toBe("PEM");
  expect(body.crlUrl).toBeNull();
});

it("never sends the certificate again once it is stored", () => {
  expect(
    formToAuthority(authorityToForm(null), { isNew: false, builtIn: false }),
  ).not.toHaveProperty("certificatePem");
});

it("names a mapping that is none", () => {
  expect(mappingProblem("san-dns\ncn")).toContain('"cn" is none of');
  expect(mappingProblem("san-dns\n")).toBeNull();
});
