package io.flexaaa.gateway.ios.config;

/** Prints a configuration as {@code show running-config} does. */
public final class RunningConfig {
    private RunningConfig() {}

    /** {@code ConfigParser.parse(write(c)).config()} equals {@code c}. */
    public static String write(GatewayConfig config) {
        return "hostname " + config.hostname() + "\nend\n";
    }
}
