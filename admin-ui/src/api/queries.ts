import {
  QueryClient,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { api, must } from "./client";
import { whenBack } from "./connection";
import { Problem, Unreachable } from "./problem";
import type { AvPairType, Group, Nas, Page, Peer, SignedIn } from "./types";

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      refetchOnWindowFocus: false,
      // The banner's probe says when the server is back; asking again before that helps nobody.
      retry: (failures, error) =>
        !(error instanceof Problem) && !(error instanceof Unreachable) && failures < 2,
    },
  },
});
whenBack(() => void queryClient.invalidateQueries());

/** A list read page by page with the server's cursor. */
export function useList<T>(
  key: readonly unknown[],
  read: (after: string | undefined) => Promise<Page<T>>,
  refetchInterval: number | false = false,
) {
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) => read(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    refetchInterval,
  });
  const rows = useMemo(() => query.data?.pages.flatMap((p) => p.items) ?? [], [query.data]);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const said = query.data?.pages[0]?.total;
  const total = said ?? (hasNextPage ? null : rows.length);
  return { ...query, rows, more, total };
}

export function useSignedIn() {
  return useQuery({
    queryKey: ["session"],
    queryFn: async (): Promise<SignedIn | null> => {
      try {
        return (await must(api.GET("/api/v1/session"))) as SignedIn;
      } catch (e) {
        if (e instanceof Problem && e.status === 401) return null;
        throw e;
      }
    },
    staleTime: Infinity,
    retry: false,
  });
}

export function useMay(permission: string): boolean {
  return useSignedIn().data?.operator.permissions.includes(permission) ?? false;
}

export function usePeer(name: string | null) {
  return useQuery({
    queryKey: ["peers", "one", name],
    queryFn: async () =>
      (await must(
        api.GET("/api/v1/peers/{name}", { params: { path: { name: name ?? "" } } }),
      )) as Peer,
    enabled: name !== null,
  });
}

export function useGroup(name: string | null) {
  return useQuery({
    queryKey: ["groups", "one", name],
    queryFn: async () =>
      (await must(
        api.GET("/api/v1/groups/{name}", { params: { path: { name: name ?? "" } } }),
      )) as Group,
    enabled: name !== null,
  });
}

export function useNas(name: string | null) {
  return useQuery({
    queryKey: ["nas", "one", name],
    queryFn: async () =>
      (await must(
        api.GET("/api/v1/nas/{name}", { params: { path: { name: name ?? "" } } }),
      )) as Nas,
    enabled: name !== null,
  });
}

/** For suggestions: the first names only, the field takes any text. */
export function useGroupNames(): string[] {
  const query = useQuery({
    queryKey: ["groups", "names"],
    queryFn: async () =>
      (await must(api.GET("/api/v1/groups", { params: { query: { limit: 200 } } }))) as Page<Group>,
    staleTime: 30_000,
  });
  return query.data?.items.map((g) => g.name) ?? [];
}

export function useNasNames(): string[] {
  const query = useQuery({
    queryKey: ["nas", "names"],
    queryFn: async () =>
      (await must(api.GET("/api/v1/nas", { params: { query: { limit: 200 } } }))) as Page<Nas>,
    staleTime: 30_000,
  });
  return query.data?.items.map((n) => n.name) ?? [];
}

export function useCatalogue(): AvPairType[] {
  const query = useQuery({
    queryKey: ["avpairs"],
    queryFn: async () => (await must(api.GET("/api/v1/avpairs"))) as AvPairType[],
    staleTime: Infinity,
  });
  return query.data ?? [];
}

/** A write; what it touched is read again. */
export function useWrite<V, R>(write: (variables: V) => Promise<R>, touches: string[]) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: write,
    onSuccess: async () => {
      await Promise.all(touches.map((key) => client.invalidateQueries({ queryKey: [key] })));
    },
  });
}

/** One object by its name; null asks nothing. */
export function useOne<T>(kind: string, name: string | null, read: () => Promise<unknown>) {
  return useQuery({
    queryKey: [kind, "one", name],
    queryFn: async () => (await read()) as T,
    enabled: name !== null,
  });
}
