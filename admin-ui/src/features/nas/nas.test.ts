import { expect, it } from "vitest";
import { newSecret } from "./secret";
import { iosSnippet, serverName } from "./snippet";

it("makes secrets without characters that IOS would read otherwise", () => {
  const secret = newSecret(32);
  expect(secret).toMatch(/^[a-zA-Z2-9]{32}$/);
  expect(newSecret(32)).not.toBe(secret);
});

it("throws away octets that would favour some letters", () => {
  let calls = 0;
  const secret = newSecret(2, (into) => {
    calls++;
    into.fill(calls === 1 ? 255 : 0);
  });
  expect(secret).toBe("aa");
  expect(calls).toBe(2);
});

it("writes the hub's lines with its own port and secret", () => {
  const text = iosSnippet({
    server: "192.0.2.9",
    secret: "s3cret",
    dynAuthPort: 3799,
    authorizationPassword: "other",
  });
  expect(text).toContain(" client 192.0.2.9 server-key s3cret\n port 3799");
  expect(text).toContain("name-mangler FLEXAAA password other");
});

it("does not offer a loopback name to a hub", () => {
  expect(serverName("127.0.0.1")).toBe("SERVER-ADDRESS");
  expect(serverName("localhost")).toBe("SERVER-ADDRESS");
  expect(serverName("aaa.example.com")).toBe("aaa.example.com");
});
