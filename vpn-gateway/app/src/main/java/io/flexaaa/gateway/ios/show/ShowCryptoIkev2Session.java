package io.flexaaa.gateway.ios.show;

import io.flexaaa.gateway.ios.config.Addresses;
import io.flexaaa.gateway.ios.config.Match;
import io.flexaaa.gateway.session.SessionSnapshot;
import io.flexaaa.ikev2.SaSnapshot;
import io.flexaaa.ikev2.Selector;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code show crypto ikev2 session [detail]}. */
final class ShowCryptoIkev2Session implements ShowCommand {
    @Override
    public String text(GatewayView view, Match m) {
        StringBuilder out = new StringBuilder();
        for (boolean ipv6 : new boolean[] {false, true}) {
            out.append(
                    ipv6 ? " IPv6 Crypto IKEv2 Session \n\n" : " IPv4 Crypto IKEv2 Session \n\n");
            for (SessionSnapshot s : view.sessions()) {
                if (ShowCryptoIkev2Sa.ipv6(s) == ipv6) {
                    session(out, s, m.has("detail"));
                }
            }
        }
        return out.toString();
    }

    private static void session(StringBuilder out, SessionSnapshot s, boolean detail) {
        out.append("Session-id:")
                .append(s.sessionId())
                .append(", Status:")
                .append(Words.sessionStatus(s))
                .append(", IKE count:1, CHILD count:")
                .append(s.sa().children().size())
                .append("\n\n");
        ShowCryptoIkev2Sa.sa(out, s, detail);
        for (SaSnapshot.Child c : s.sa().children()) {
            child(out, c, detail);
        }
        out.append('\n');
    }

    private static void child(StringBuilder out, SaSnapshot.Child c, boolean detail) {
        out.append("Child sa: local selector  ")
                .append(range(c.local().getFirst()))
                .append("\n          remote selector ")
                .append(range(c.remote().getFirst()))
                .append("\n          ESP spi in/out: ")
                .append(Words.spi(c.inboundSpi()))
                .append('/')
                .append(Words.spi(c.outboundSpi()))
                .append('\n');
        if (detail) {
            out.append("          AH spi in/out: 0x0/0x0\n")
                    .append("          CPI in/out: 0x0/0x0\n")
                    .append("          Encr: ")
                    .append(Words.encryption(c.suite().encryption()))
                    .append(", keysize: ")
                    .append(Words.keySize(c.suite().encryption()))
                    .append(", esp_hmac: ")
                    .append(Words.hash(c.suite().integrity()))
                    .append("\n          ah_hmac: None, comp: IPCOMP_NONE, mode ")
                    .append(
                            switch (c.mode()) {
                                case TUNNEL -> "tunnel";
                                case TRANSPORT -> "transport";
                            })
                    .append('\n');
        }
    }

    /** {@code 0.0.0.0/0 - 255.255.255.255/65535}: addresses with ports. */
    private static String range(Selector s) {
        return Addresses.text(s.first())
                + "/"
                + s.startPort()
                + " - "
                + Addresses.text(s.last())
                + "/"
                + s.endPort();
    }

    @Override
    public Object json(GatewayView view, Match m) {
        List<Object> rows = new ArrayList<>();
        for (SessionSnapshot s : view.sessions()) {
            Map<String, @Nullable Object> row = ShowCryptoIkev2Sa.json(s);
            row.put("sessionStatus", Words.sessionStatus(s));
            row.put("children", ShowCryptoIpsecSa.children(s));
            rows.add(row);
        }
        return rows;
    }
}
