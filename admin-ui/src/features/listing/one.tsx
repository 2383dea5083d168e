import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { codeOf, reason } from "../../api";
import { Failed, Loading } from "../../kit";

/** One object by its name: loading, failed with a way to ask again, or the page over it. */
export function One<T>(p: {
  what: string;
  query: UseQueryResult<T>;
  children: (found: T) => ReactNode;
}) {
  if (p.query.isPending) return <Loading what={p.what} />;
  if (p.query.data === undefined)
    return (
      <Failed
        what={p.what}
        reason={reason(p.query.error)}
        code={codeOf(p.query.error)}
        onRetry={() => void p.query.refetch()}
      />
    );
  return <>{p.children(p.query.data)}</>;
}
