package io.flexaaa.gateway.ios.show;

import io.flexaaa.gateway.ios.config.Match;
import io.flexaaa.gateway.session.ReconnectCounts;

import java.util.LinkedHashMap;
import java.util.Map;

/** {@code show crypto ikev2 stats reconnect}. */
final class ShowCryptoIkev2StatsReconnect implements ShowCommand {
    @Override
    public String text(GatewayView view, Match m) {
        ReconnectCounts n = view.reconnects();
        return line("Total incoming reconnect connection", n.incoming())
                + line("Success reconnect connection", n.success())
                + line("Failed reconnect connection", n.failed())
                + line("Reconnect capable active session count", n.active())
                + line("Reconnect capable inactive session count", n.inactive());
    }

    private static String line(String label, long value) {
        return "  %-43s %d\n".formatted(label + ":", value);
    }

    @Override
    public Object json(GatewayView view, Match m) {
        ReconnectCounts n = view.reconnects();
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("incoming", n.incoming());
        out.put("success", n.success());
        out.put("failed", n.failed());
        out.put("active", n.active());
        out.put("inactive", n.inactive());
        return out;
    }
}
