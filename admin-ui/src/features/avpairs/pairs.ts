/** Cisco AV pairs between rows of an editor and lines of text. */
export type Pair = { key: string; sign: "=" | "*"; value: string };

/** `ip:inacl#10=permit ...`: the first = or * ends the key. */
export function parsePair(text: string): Pair {
  const at = text.search(/[=*]/);
  if (at < 0) return { key: text, sign: "=", value: "" };
  return { key: text.slice(0, at), sign: text[at] === "*" ? "*" : "=", value: text.slice(at + 1) };
}

export function formatPair(pair: Pair): string {
  return pair.key + pair.sign + pair.value;
}

/** The catalogue key without the entry's number: `ip:inacl#10` -> `ip:inacl`. */
export function baseKey(key: string): string {
  const hash = key.indexOf("#");
  return hash < 0 ? key : key.slice(0, hash);
}

const USERS_FILE = /^\s*(?:cisco-avpair|cisco:avpair|avpair)\s*[+:]?=\s*"(.*)"\s*,?\s*$/i;
const IOS = /^\s*attribute\s+type\s+(\S+)\s+"(.*)"(?:\s+protocol\s+(\S+))?.*$/i;

/**
 * One line as pasted. Understood besides the plain pair: a users-file entry (`Cisco-AVPair += "..."`) and a line of
 * an IOS `aaa attribute list` (`attribute type NAME "VALUE" protocol PROTOCOL`).
 */
export function readLine(line: string): string | null {
  const text = line.trim();
  if (text === "" || text === "!" || /^aaa attribute list\b/i.test(text)) return null;
  const users = USERS_FILE.exec(text);
  if (users) return users[1] ?? "";
  const ios = IOS.exec(text);
  if (ios) {
    const protocol = ios[3] ?? (ios[1] === "interface-config" ? "ip" : "ipsec");
    return `${protocol}:${ios[1] ?? ""}=${ios[2] ?? ""}`;
  }
  return text;
}

export function parseText(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map(readLine)
    .filter((line) => line !== null);
}

export function formatText(pairs: string[]): string {
  return pairs.join("\n");
}

/** The same pairs as an `aaa attribute list`, to paste into a hub. */
export function toIos(name: string, pairs: string[]): string {
  const lines = pairs.map((text) => {
    const { key, value } = parsePair(text);
    const colon = key.indexOf(":");
    const protocol = colon < 0 ? "" : ` protocol ${key.slice(0, colon)}`;
    return ` attribute type ${key.slice(colon + 1)} "${value}"${protocol}`;
  });
  return [`aaa attribute list ${name}`, ...lines].join("\n");
}

/** What can be said before the server is asked. */
export function shapeProblem(text: string): string | null {
  const { key, value } = parsePair(text);
  if (key === "" && value === "") return "Empty: name a pair, or remove the line.";
  if (!/[=*]/.test(text)) return "No value: write name=value.";
  if (key === "" || key.endsWith(":")) return "No name before the value.";
  if (new TextEncoder().encode(text).length > 247)
    return "Longer than 247 octets: it does not fit into one RADIUS attribute.";
  return null;
}

export function move(pairs: string[], from: number, to: number): string[] {
  if (to < 0 || to >= pairs.length) return pairs;
  const next = [...pairs];
  const [taken] = next.splice(from, 1);
  if (taken !== undefined) next.splice(to, 0, taken);
  return next;
}
