// @vitest-environment node
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import openapiTS, { astToString, COMMENT_HEADER } from "openapi-typescript";
import { expect, it } from "vitest";

it("is generated from the committed OpenAPI document; if not: npm run api", async () => {
  const fresh = COMMENT_HEADER + astToString(await openapiTS(pathToFileURL("openapi.json")));
  expect(readFileSync("src/api/schema.d.ts", "utf8")).toBe(fresh);
});
