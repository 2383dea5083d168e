import createClient, { type Middleware } from "openapi-fetch";
import { connectionBack, connectionLost, setSignedOut } from "./connection";
import { toProblem, Unreachable } from "./problem";
import type { paths } from "./schema";
import type { DryRun } from "./types";

function cookie(name: string): string | null {
  const found = document.cookie.split("; ").find((c) => c.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : null;
}

const middleware: Middleware = {
  onRequest({ request }) {
    if (request.method !== "GET") {
      const token = cookie("XSRF-TOKEN");
      if (token) request.headers.set("X-XSRF-TOKEN", token);
    }
    return request;
  },
  onResponse({ response, schemaPath }) {
    // A proxy in front answers these while the server behind it restarts.
    if ([502, 503, 504].includes(response.status)) {
      connectionLost();
      throw new Unreachable();
    }
    connectionBack();
    if (response.status === 401 && schemaPath !== "/api/v1/session") setSignedOut(true);
    return undefined;
  },
  onError({ error }) {
    if (error instanceof DOMException && error.name === "AbortError") return undefined;
    if (error instanceof Unreachable) return error;
    connectionLost();
    return new Unreachable();
  },
};

export const api = createClient<paths>({ baseUrl: location.origin, fetch: (r) => fetch(r) });
api.use(middleware);

type Answer<T> = { data?: T; error?: unknown; response: Response };

/** The body of a good answer; anything else is thrown as a {@link Problem}. */
export async function must<T>(answer: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await answer;
  if (!response.ok) throw toProblem(response.status, error);
  return data as T;
}

/** The answer to a write sent with `dryRun=true`, which is another than the write's own. */
export async function dryRun(answer: Promise<Answer<unknown>>): Promise<DryRun> {
  return (await must(answer)) as DryRun;
}
