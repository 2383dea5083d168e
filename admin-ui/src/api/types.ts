import type { components, paths } from "./schema";

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

export type User = Answer<"/api/v1/users/{name}", "get">;
export type UserWrite = Body<"/api/v1/users/{name}", "put">;
export type Authority = Answer<"/api/v1/authorities/{name}", "get">;
export type AuthorityWrite = Body<"/api/v1/authorities/{name}", "put">;
export type Certificate = Answer<"/api/v1/certificates/{id}", "get">;
export type IssuedCertificate = Answer<"/api/v1/certificates", "post">;
export type TlsIdentity = Answer<"/api/v1/tls-identities", "get">[number];
export type Pool = Answer<"/api/v1/pools/{name}", "get">;
export type PoolWrite = Body<"/api/v1/pools/{name}", "put">;
export type Lease = Answer<"/api/v1/pools/{name}/leases", "get">["items"][number];
export type Realm = Answer<"/api/v1/realms/{name}", "get">;
export type RealmWrite = Body<"/api/v1/realms/{name}", "put">;
export type Webhook = Answer<"/api/v1/webhooks/{name}", "get">;
export type WebhookWrite = Body<"/api/v1/webhooks/{name}", "put">;
export type Delivery = Answer<"/api/v1/webhooks/{name}/deliveries", "get">["items"][number];
export type DynAuthJob = Answer<"/api/v1/dynauth/jobs/{id}", "get">;
export type JobItem = DynAuthJob["items"][number];
export type PolicyPreview = Answer<"/api/v1/policy/preview", "get">;
export type PolicyTest = Answer<"/api/v1/policy/tests/{name}", "get">;
export type PolicyTestWrite = Body<"/api/v1/policy/tests/{name}", "put">;
export type ImportReport = Answer<"/api/v1/import", "post">;
export type ImportRun = Answer<"/api/v1/imports", "get">["items"][number];
export type Operator = Answer<"/api/v1/operators/{name}", "get">;
export type DryRun = Known<components["schemas"]["DryRunAnswer"]>;

export type Page<T> = { items: T[]; next: string | null; total: number | null };
