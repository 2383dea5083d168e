import type { paths } from "./schema";

type Method = "get" | "put" | "post" | "delete";
type Json<R> = R extends { content: infer C } ? C[keyof C] : never;
type Good<R> = R extends { 200: infer A } ? Json<A> : R extends { 201: infer A } ? Json<A> : never;

/** An optional property of an answer may be missing or null; the console treats both as "unknown". */
type Known<T> = T extends (infer E)[]
  ? Known<E>[]
  : T extends object
    ? {
        [K in keyof T]-?: undefined extends T[K]
          ? Known<Exclude<T[K], undefined>> | null
          : Known<T[K]>;
      }
    : T;

export type Answer<P extends keyof paths, M extends Method> =
  paths[P] extends Record<M, infer Op>
    ? Op extends { responses: infer R }
      ? Known<Good<R>>
      : never
    : never;

export type Body<P extends keyof paths, M extends Method> =
  paths[P] extends Record<M, infer Op>
    ? Op extends { requestBody?: infer B }
      ? Json<NonNullable<B>>
      : never
    : never;

export type SignedIn = Answer<"/api/v1/session", "get">;
export type Peer = Answer<"/api/v1/peers/{name}", "get">;
export type PeerWrite = Body<"/api/v1/peers/{name}", "put">;
export type Group = Answer<"/api/v1/groups/{name}", "get">;
export type GroupWrite = Body<"/api/v1/groups/{name}", "put">;
export type Nas = Answer<"/api/v1/nas/{name}", "get">;
export type NasWrite = Body<"/api/v1/nas/{name}", "put">;
export type Session = Answer<"/api/v1/sessions", "get">["items"][number];
export type SessionDetail = Answer<"/api/v1/sessions/{id}", "get">;
export type Decision = Answer<"/api/v1/decisions/{id}", "get">;
export type DynAuthResult = Answer<"/api/v1/sessions/{id}/disconnect", "post">;
export type Overview = Answer<"/api/v1/overview", "get">;
export type AuditEntry = Answer<"/api/v1/audit", "get">["items"][number];
export type Token = Answer<"/api/v1/tokens", "get">["items"][number];
export type AvPairType = Answer<"/api/v1/avpairs", "get">[number];
export type AvPairProblem = Answer<"/api/v1/avpairs:validate", "post">["problems"][number];
export type NewPsk = Answer<"/api/v1/peers/{name}/psk:generate", "post">;

export type Page<T> = { items: T[]; next: string | null; total: number | null };
