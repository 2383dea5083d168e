package io.flexaaa.gateway.ios.show;

import io.flexaaa.gateway.ios.config.Match;
import io.flexaaa.gateway.ios.config.RunningConfig;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * {@code show running-config}. Keys are shown as asterisks: the socket may be read by people who
 * look after sessions, not secrets; the file has them.
 */
final class ShowRunningConfig implements ShowCommand {
    @Override
    public String text(GatewayView view, Match m) {
        String config = masked(view);
        int octets = config.getBytes(StandardCharsets.UTF_8).length;
        return "Building configuration...\n\nCurrent configuration : "
                + octets
                + " bytes\n!\n"
                + config;
    }

    private static String masked(GatewayView view) {
        return RunningConfig.writeMasked(view.config());
    }

    @Override
    public Object json(GatewayView view, Match m) {
        return Map.of("runningConfig", masked(view));
    }
}
