package io.flexaaa.gateway.ios.config;

import java.util.List;
import java.util.Map;

/** Text of a configuration to {@link GatewayConfig}. Never throws, whatever the text. */
public final class ConfigParser {
    private ConfigParser() {}

    /**
     * @param fileName for messages only
     */
    public static Parsed parse(String text, String fileName) {
        return new Parsed(
                new GatewayConfig(
                        "flexaaa",
                        new AaaConfig(
                                false,
                                Map.of(),
                                Map.of(),
                                Map.of(),
                                AaaConfig.AccountingUpdate.OFF,
                                Map.of(),
                                null),
                        new RadiusConfig(Map.of(), Map.of(), RadiusConfig.Defaults.IOS),
                        new Ikev2Config(
                                Map.of(),
                                Map.of(),
                                Map.of(),
                                Map.of(),
                                Map.of(),
                                Map.of(),
                                Ikev2Config.Globals.IOS),
                        new IpsecConfig(Map.of(), Map.of(), IpsecConfig.Lifetime.IOS, 64),
                        Map.of(),
                        Map.of(),
                        Map.of(),
                        Map.of(),
                        Map.of(),
                        Map.of(),
                        List.of(),
                        Map.of()),
                List.of(),
                List.of(),
                List.of());
    }
}
