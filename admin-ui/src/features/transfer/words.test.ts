import { expect, it } from "vitest";
import { guess, summary } from "./words";

it("guesses the format by what is in the file", () => {
  expect(guess("x", '{"flexaaa":1}')).toBe("json");
  expect(guess("peers.csv", "name,description\n")).toBe("csv");
  expect(guess("dump.sql", "INSERT INTO radcheck VALUES (1)")).toBe("freeradius-sql");
  expect(guess("ise.csv", "User Name:String(64):Required,First Name\n")).toBe("ise-users");
  expect(guess("users", 'anna Cleartext-Password := "x"\n')).toBe("freeradius-users");
});

it("sums up in words", () => {
  expect(summary({ created: 2, changed: 0, same: 1, failed: 3 })).toBe(
    "2 new, 1 as they are, 3 refused",
  );
  expect(summary({ created: 0, changed: 0, same: 0, failed: 0 })).toBe("no rows");
});
