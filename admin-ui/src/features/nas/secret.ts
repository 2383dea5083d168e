/** Letters and digits that are hard to mix up, and that no IOS version wants quoted. */
const ALPHABET = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

type Fill = (into: Uint8Array<ArrayBuffer>) => void;

/** A shared secret from the browser's random source; every character equally likely. */
export function newSecret(
  length: number,
  fill: Fill = (into) => crypto.getRandomValues(into),
): string {
  const limit = 256 - (256 % ALPHABET.length);
  const buffer = new Uint8Array(64);
  let secret = "";
  while (secret.length < length) {
    fill(buffer);
    for (const octet of buffer) {
      // Octets above the last whole multiple would favour the first letters.
      if (octet < limit && secret.length < length)
        secret += ALPHABET[octet % ALPHABET.length] ?? "";
    }
  }
  return secret;
}
