package io.flexaaa.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.gateway.ios.config.ConfigParser;
import io.flexaaa.gateway.ios.config.GatewayConfig;
import io.flexaaa.gateway.ios.config.Parsed;

import java.util.Map;
import java.util.Objects;

/** Configurations of tests, in the language they are written in. */
public final class Configs {
    private Configs() {}

    public static GatewayConfig of(String text) {
        Parsed parsed = ConfigParser.parse(text, "test.conf");
        assertThat(parsed.problems()).isEmpty();
        return parsed.config();
    }

    /** The entry of that name; a test that asks for another is wrong. */
    public static <V> V named(Map<String, V> map, String name) {
        return Objects.requireNonNull(map.get(name), name);
    }
}
