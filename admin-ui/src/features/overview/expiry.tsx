import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { api, must, useMay, type Authority, type Page, type TlsIdentity } from "../../api";
import { ago, dateTime, Notice, useNow } from "../../kit";
import { endingSoon } from "./ending";

/** What this server shows or vouches with and that ends within a month: nobody connects after that. */
export function ExpiryNotices() {
  const may = useMay("certificates:read");
  const now = useNow();
  const query = useQuery({
    queryKey: ["certificates", "ending"],
    queryFn: async () => {
      const [identities, authorities] = await Promise.all([
        must(api.GET("/api/v1/tls-identities")),
        must(api.GET("/api/v1/authorities", { params: { query: { limit: 200 } } })),
      ]);
      return {
        identities: identities as TlsIdentity[],
        authorities: (authorities as Page<Authority>).items,
      };
    },
    enabled: may,
    staleTime: 60_000,
    refetchInterval: 300_000,
  });
  if (!query.data) return null;
  return (
    <>
      {endingSoon(query.data.identities, query.data.authorities, now).map((e) => (
        <div key={e.what} className="overview-notice">
          <Notice
            tone={e.ended ? "bad" : "warn"}
            title={`${e.what} ${e.ended ? "ended" : "ends"} ${ago(e.at, now)}`}
            action={
              <Link to={e.to} className="fx-linkbutton">
                {e.to === "/certificates" ? "Renew it" : "Look"}
              </Link>
            }
          >
            {e.effect} {dateTime(e.at)}.
          </Notice>
        </div>
      ))}
    </>
  );
}
