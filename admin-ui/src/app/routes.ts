import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { listSearch, root } from "./root-route";

const users = createRoute({
  getParentRoute: () => root,
  path: "/users",
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import("../features/users/list"), "UsersPage"),
});
const usersNew = createRoute({
  getParentRoute: () => root,
  path: "/users/new",
  component: lazyRouteComponent(() => import("../features/users/editor"), "NewUserPage"),
});
const usersOne = createRoute({
  getParentRoute: () => root,
  path: "/users/$name",
  component: lazyRouteComponent(() => import("../features/users/editor"), "UserPage"),
});

const certificates = createRoute({
  getParentRoute: () => root,
  path: "/certificates",
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import("../features/certificates/list"), "CertificatesPage"),
});

const authorities = createRoute({
  getParentRoute: () => root,
  path: "/authorities",
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import("../features/authorities/list"), "AuthoritiesPage"),
});
const authoritiesNew = createRoute({
  getParentRoute: () => root,
  path: "/authorities/new",
  component: lazyRouteComponent(() => import("../features/authorities/editor"), "NewAuthorityPage"),
});
const authoritiesOne = createRoute({
  getParentRoute: () => root,
  path: "/authorities/$name",
  component: lazyRouteComponent(() => import("../features/authorities/editor"), "AuthorityPage"),
});

const jobs = createRoute({
  getParentRoute: () => root,
  path: "/jobs",
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import("../features/jobs/list"), "JobsPage"),
});
const job = createRoute({
  getParentRoute: () => root,
  path: "/jobs/$id",
  component: lazyRouteComponent(() => import("../features/jobs/job"), "JobPage"),
});

const pools = createRoute({
  getParentRoute: () => root,
  path: "/pools",
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import("../features/pools/list"), "PoolsPage"),
});
const poolsNew = createRoute({
  getParentRoute: () => root,
  path: "/pools/new",
  component: lazyRouteComponent(() => import("../features/pools/editor"), "NewPoolPage"),
});
const poolsOne = createRoute({
  getParentRoute: () => root,
  path: "/pools/$name",
  component: lazyRouteComponent(() => import("../features/pools/editor"), "PoolPage"),
});
const realms = createRoute({
  getParentRoute: () => root,
  path: "/realms",
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import("../features/realms/list"), "RealmsPage"),
});
const realmsNew = createRoute({
  getParentRoute: () => root,
  path: "/realms/new",
  component: lazyRouteComponent(() => import("../features/realms/editor"), "NewRealmPage"),
});
const realmsOne = createRoute({
  getParentRoute: () => root,
  path: "/realms/$name",
  component: lazyRouteComponent(() => import("../features/realms/editor"), "RealmPage"),
});
const webhooks = createRoute({
  getParentRoute: () => root,
  path: "/webhooks",
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import("../features/webhooks/list"), "WebhooksPage"),
});
const webhooksNew = createRoute({
  getParentRoute: () => root,
  path: "/webhooks/new",
  component: lazyRouteComponent(() => import("../features/webhooks/editor"), "NewWebhookPage"),
});
const webhooksOne = createRoute({
  getParentRoute: () => root,
  path: "/webhooks/$name",
  component: lazyRouteComponent(() => import("../features/webhooks/editor"), "WebhookPage"),
});
const preview = createRoute({
  getParentRoute: () => root,
  path: "/preview",
  validateSearch: (search: Record<string, unknown>): { peer?: string; nas?: string } => ({
    ...(typeof search["peer"] === "string" ? { peer: search["peer"] } : {}),
    ...(typeof search["nas"] === "string" ? { nas: search["nas"] } : {}),
  }),
  component: lazyRouteComponent(() => import("../features/preview/page"), "PreviewPage"),
});
const policyTests = createRoute({
  getParentRoute: () => root,
  path: "/policy-tests",
  component: lazyRouteComponent(() => import("../features/preview/tests"), "PolicyTestsPage"),
});
const transfer = createRoute({
  getParentRoute: () => root,
  path: "/transfer",
  component: lazyRouteComponent(() => import("../features/transfer/page"), "TransferPage"),
});
const operators = createRoute({
  getParentRoute: () => root,
  path: "/operators",
  component: lazyRouteComponent(() => import("../features/operators/list"), "OperatorsPage"),
});

/** All of these load on their first visit. */
export const more = [
  users,
  usersNew,
  usersOne,
  certificates,
  authorities,
  authoritiesNew,
  authoritiesOne,
  jobs,
  job,
  pools,
  poolsNew,
  poolsOne,
  realms,
  realmsNew,
  realmsOne,
  webhooks,
  webhooksNew,
  webhooksOne,
  preview,
  policyTests,
  transfer,
  operators,
] as const;
