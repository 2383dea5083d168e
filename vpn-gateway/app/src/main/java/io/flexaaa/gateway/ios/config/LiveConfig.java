package io.flexaaa.gateway.ios.config;

import java.util.function.Supplier;

/**
 * The configuration in force. It is replaced as a whole, so whoever asks once gets one that fits
 * together; whoever keeps what he got keeps the old one. Any thread.
 */
public final class LiveConfig implements Supplier<GatewayConfig> {
    private volatile GatewayConfig current;

    public LiveConfig(GatewayConfig first) {
        this.current = first;
    }

    @Override
    public GatewayConfig get() {
        return current;
    }

    public void replace(GatewayConfig next) {
        current = next;
    }
}
