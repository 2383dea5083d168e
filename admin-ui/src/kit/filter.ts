/**
 * The filter language of every list, as typed and as kept in the URL: words, `field:value`, `field:"two words"`,
 * and `-field:value` for "not". The server runs it; this only takes it apart.
 */
export type FilterToken = { field: string | null; value: string; not: boolean };

const PIECE = /(-?)(?:([a-zA-Z][\w-]*):)?(?:"([^"]*)"?|(\S+))/gy;

export function parseFilter(text: string): FilterToken[] {
  const tokens: FilterToken[] = [];
  const input = text.trim();
  PIECE.lastIndex = 0;
  while (PIECE.lastIndex < input.length) {
    const at = PIECE.lastIndex;
    const m = PIECE.exec(input);
    if (!m) {
      // A blank, or a lone "field:" still being typed.
      PIECE.lastIndex = at + 1;
      continue;
    }
    const [, minus, field, quoted, bare] = m;
    const value = quoted ?? bare ?? "";
    if (value === "") continue;
    if (field === undefined && minus === "-" && quoted === undefined) {
      // "-word" may be part of a name someone pastes; only "-field:" negates.
      tokens.push({ field: null, value: `-${value}`, not: false });
      continue;
    }
    tokens.push({ field: field?.toLowerCase() ?? null, value, not: minus === "-" });
  }
  return tokens;
}

export function formatToken(token: FilterToken): string {
  const value = /[\s"]/.test(token.value) ? `"${token.value.replaceAll('"', "")}"` : token.value;
  return `${token.not ? "-" : ""}${token.field ? `${token.field}:` : ""}${value}`;
}

export function formatFilter(tokens: FilterToken[]): string {
  return tokens.map(formatToken).join(" ");
}

export type FilterField = {
  name: string;
  label: string;
  /** Offered while typing; other values are still allowed unless `closed`. */
  values?: string[];
  closed?: boolean;
};

export type FilterQuery = {
  /** Query parameters for the server: one per field, plus `q` for the free words. */
  params: Record<string, string>;
  /** What the server cannot do, in words: shown, never silently dropped. */
  problems: string[];
};

export function toQuery(text: string, fields: FilterField[]): FilterQuery {
  const params: Record<string, string> = {};
  const problems: string[] = [];
  const words: string[] = [];
  for (const token of parseFilter(text)) {
    if (token.field === null) {
      words.push(token.value);
      continue;
    }
    const field = fields.find((f) => f.name === token.field);
    if (!field) {
      // 2001:db8::7 and aa:bb look like fields; an unknown field is a word to search for.
      words.push(`${token.field}:${token.value}`);
      continue;
    }
    if (token.not) {
      problems.push(
        `"${formatToken(token)}" is left out: the server cannot exclude by ${field.label} yet.`,
      );
    } else if (field.closed && !field.values?.includes(token.value)) {
      problems.push(
        `"${formatToken(token)}" is left out: ${field.label} is one of ${(field.values ?? []).join(", ")}.`,
      );
    } else if (params[field.name] !== undefined) {
      problems.push(`"${formatToken(token)}" is left out: only one ${field.label} at a time.`);
    } else {
      params[field.name] = token.value;
    }
  }
  if (words.length > 0) params["q"] = words.join(" ");
  return { params, problems };
}

/** Replaces (or with null removes) one field, keeping the rest as typed. */
export function withField(text: string, field: string, value: string | null): string {
  const rest = parseFilter(text).filter((t) => t.field !== field);
  return formatFilter(value === null ? rest : [...rest, { field, value, not: false }]);
}

export function fieldValue(text: string, field: string): string | null {
  return parseFilter(text).find((t) => t.field === field && !t.not)?.value ?? null;
}
