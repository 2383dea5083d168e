package io.flexaaa.gateway.ios.show;

import io.flexaaa.gateway.ios.config.Match;
import io.flexaaa.gateway.session.SessionSnapshot;
import io.flexaaa.ikev2.SaSnapshot;
import io.flexaaa.ikev2.crypto.IkeSuite;

import org.jspecify.annotations.Nullable;

import java.net.Inet6Address;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code show crypto ikev2 sa [detail]}. */
final class ShowCryptoIkev2Sa implements ShowCommand {
    @Override
    public String text(GatewayView view, Match m) {
        StringBuilder out = new StringBuilder();
        for (boolean ipv6 : new boolean[] {false, true}) {
            out.append(ipv6 ? " IPv6 Crypto IKEv2  SA \n\n" : " IPv4 Crypto IKEv2  SA \n\n");
            for (SessionSnapshot s : view.sessions()) {
                if (ipv6(s) == ipv6 && Words.remoteIs(s, m.get("address"))) {
                    sa(out, s, m.has("detail"));
                    out.append('\n');
                }
            }
        }
        return out.toString();
    }

    static boolean ipv6(SessionSnapshot s) {
        return s.sa().remote().address() instanceof Inet6Address;
    }

    /** The block of one SA, without an empty line behind it. */
    static void sa(StringBuilder out, SessionSnapshot s, boolean detail) {
        SaSnapshot sa = s.sa();
        header(out, s);
        out.append("      Encr: ").append(algorithms(sa.suite()));
        out.append(", Auth sign: ")
                .append(sa.signMethod())
                .append(", Auth verify: ")
                .append(s.verified())
                .append('\n');
        out.append("      Life/Active Time: ")
                .append(sa.lifetimeSeconds())
                .append('/')
                .append(Words.activeSeconds(s))
                .append(" sec\n");
        out.append("      CE id: 0, Session-id: ").append(sa.sessionId()).append('\n');
        out.append("      Local spi: ")
                .append(Words.spi(sa.localSpi()))
                .append("       Remote spi: ")
                .append(Words.spi(sa.remoteSpi()))
                .append('\n');
        if (detail) {
            detail(out, s);
        }
    }

    private static void header(StringBuilder out, SessionSnapshot s) {
        SaSnapshot sa = s.sa();
        String status = Words.saStatus(sa.status());
        if (ipv6(s)) {
            out.append("Tunnel-id    fvrf/ivrf              Status\n")
                    .append("%-12d %-22s %s\n".formatted(sa.sessionId(), "none/none", status))
                    .append("Local  ")
                    .append(Words.endpoint(sa.local()))
                    .append("\nRemote ")
                    .append(Words.endpoint(sa.remote()))
                    .append('\n');
            return;
        }
        out.append(
                "Tunnel-id Local                 Remote                fvrf/ivrf            Status"
                        + " \n");
        out.append(
                "%-9d %-21s %-21s %-20s %-6s\n"
                        .formatted(
                                sa.sessionId(),
                                Words.endpoint(sa.local()),
                                Words.endpoint(sa.remote()),
                                "none/none",
                                status));
    }

    private static String algorithms(IkeSuite suite) {
        return Words.encryption(suite.encryption())
                + ", keysize: "
                + Words.keySize(suite.encryption())
                + ", PRF: "
                + Words.prf(suite.prf())
                + ", Hash: "
                + Words.hash(suite.integrity())
                + ", DH Grp:"
                + Words.group(suite.group());
    }

    private static void detail(StringBuilder out, SessionSnapshot s) {
        SaSnapshot sa = s.sa();
        SaSnapshot.MessageIds ids = sa.messageIds();
        out.append("      Status Description: ").append(description(sa.status())).append('\n');
        out.append("      Local id: ").append(Words.identity(sa.localIdentity())).append('\n');
        out.append("      Remote id: ").append(Words.identity(sa.remoteIdentity())).append('\n');
        pair(out, "req msg id: ", ids.localRequest(), ids.remoteRequest());
        pair(out, "next msg id:", ids.localNext(), ids.remoteNext());
        pair(out, "req queued: ", ids.localQueued(), ids.remoteQueued());
        pair(out, "window:     ", ids.localWindow(), ids.remoteWindow());
        out.append("      DPD configured for ")
                .append(sa.dpd().intervalSeconds())
                .append(" seconds, retry ")
                .append(sa.dpd().retrySeconds())
                .append('\n');
        out.append(
                sa.fragmentation()
                        ? "      IETF Std Fragmentation  enabled.\n"
                        : "      Fragmentation not  configured.\n");
        out.append("      Dynamic Route Update: ")
                .append(sa.dynamicRoute() ? "enabled\n" : "disabled\n");
        out.append("      Extended Authentication not configured.\n");
        out.append("      NAT-T is ").append(nat(sa.nat())).append('\n');
        out.append("      Cisco Trust Security SGT is disabled\n");
        out.append("      Initiator of SA : ").append(sa.initiator() ? "Yes\n" : "No\n");
        for (String address : ShowCryptoSession.assigned(s)) {
            out.append("      Pushed IP address: ").append(address).append('\n');
        }
        remoteSubnets(out, s);
        out.append("      PEER TYPE: ").append(sa.iosPeer() ? "IOS-XE\n" : "Other\n");
    }

    private static void pair(StringBuilder out, String label, long local, long remote) {
        out.append("      Local %s %-14d Remote %s %-10d\n".formatted(label, local, label, remote));
    }

    private static String description(SaSnapshot.Status status) {
        return switch (status) {
            case READY -> "Negotiation done";
            case IN_NEGOTIATION -> "Negotiation in progress";
            case DELETING -> "Deleting";
        };
    }

    private static String nat(SaSnapshot.Nat nat) {
        if (nat.localInside() && nat.remoteInside()) {
            return "detected inside outside";
        }
        if (nat.localInside()) {
            return "detected inside";
        }
        return nat.remoteInside() ? "detected outside" : "not detected";
    }

    /** What we route to the peer. */
    private static void remoteSubnets(StringBuilder out, SessionSnapshot s) {
        if (s.routes().isEmpty()) {
            return;
        }
        out.append("      Remote subnets:\n");
        s.routes()
                .forEach(r ->
                        out.append("      ")
                                .append(
                                        r.destination().ipv4()
                                                ? r.destination().address().getHostAddress()
                                                        + " "
                                                        + r.destination().mask()
                                                : r.destination().toString())
                                .append('\n'));
    }

    @Override
    public Object json(GatewayView view, Match m) {
        List<Object> rows = new ArrayList<>();
        for (SessionSnapshot s : view.sessions()) {
            if (Words.remoteIs(s, m.get("address"))) {
                rows.add(json(s));
            }
        }
        return rows;
    }

    static Map<String, @Nullable Object> json(SessionSnapshot s) {
        SaSnapshot sa = s.sa();
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("tunnelId", sa.sessionId());
        row.put("local", Words.endpoint(sa.local()));
        row.put("remote", Words.endpoint(sa.remote()));
        row.put("status", Words.saStatus(sa.status()));
        row.put("encryption", Words.encryption(sa.suite().encryption()));
        row.put("keySize", Words.keySize(sa.suite().encryption()));
        row.put("prf", Words.prf(sa.suite().prf()));
        row.put("hash", Words.hash(sa.suite().integrity()));
        row.put("dhGroup", sa.suite().group().number());
        row.put("authSign", sa.signMethod().toString());
        row.put("authVerify", s.verified());
        row.put("lifetimeSeconds", sa.lifetimeSeconds());
        row.put("activeSeconds", Words.activeSeconds(s));
        row.put("localSpi", Words.spi(sa.localSpi()));
        row.put("remoteSpi", Words.spi(sa.remoteSpi()));
        row.put("localId", sa.localIdentity() == null ? null : sa.localIdentity().text());
        row.put("remoteId", sa.remoteIdentity() == null ? null : sa.remoteIdentity().text());
        row.put("dpdSeconds", sa.dpd().intervalSeconds());
        row.put("nat", nat(sa.nat()));
        row.put("fragmentation", sa.fragmentation());
        row.put("assigned", ShowCryptoSession.assigned(s));
        row.put("rekeys", sa.rekeys());
        row.put("peerType", sa.iosPeer() ? "IOS-XE" : "Other");
        return row;
    }
}
