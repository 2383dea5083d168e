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
] as const;
