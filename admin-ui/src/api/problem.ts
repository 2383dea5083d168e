export type FieldProblem = {
  field: string;
  value?: unknown;
  message: string;
  cure?: string | null;
};

/** What the server refused, in its own words (RFC 9457). */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly fields: FieldProblem[] = [],
    /** On a version conflict: the object as it is now. */
    readonly current: unknown = null,
  ) {
    super(message);
    this.name = "Problem";
  }

  /** The sentence for one form field, with its cure. */
  field(name: string): string | null {
    const found = this.fields.find(
      (f) => f.field === name || f.field.startsWith(`${name}.`) || f.field.startsWith(`${name}[`),
    );
    return found ? sentence(found) : null;
  }

  get conflict(): boolean {
    return this.status === 412 || this.code === "CONFLICT";
  }
}

export function sentence(f: FieldProblem): string {
  return f.cure ? `${f.message}; ${f.cure}` : f.message;
}

/** No answer at all: the server restarts, or the network between is gone. */
export class Unreachable extends Error {
  constructor() {
    super("The server does not answer. Nothing was lost: try again when it is back.");
    this.name = "Unreachable";
  }
}

export function toProblem(status: number, body: unknown): Problem {
  const b = (typeof body === "object" && body !== null ? body : {}) as Record<string, unknown>;
  const text = (key: string) => (typeof b[key] === "string" ? b[key] : null);
  const detail =
    text("detail") ??
    text("title") ??
    `The server answered ${status} without saying why; its log has more.`;
  const fields = Array.isArray(b["errors"]) ? (b["errors"] as FieldProblem[]) : [];
  return new Problem(
    status,
    text("code") ?? `HTTP_${status}`,
    detail,
    fields,
    b["current"] ?? null,
  );
}

export function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export function codeOf(error: unknown): string | undefined {
  return error instanceof Problem ? error.code : undefined;
}
