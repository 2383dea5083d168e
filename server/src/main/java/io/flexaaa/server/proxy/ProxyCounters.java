package io.flexaaa.server.proxy;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import org.springframework.stereotype.Component;

import java.time.Duration;

/** What the proxy did, without labels: realms are told apart in the decision log. */
@Component
class ProxyCounters {
    private final Counter forwarded;
    private final Counter suppressed;
    private final Counter unanswered;
    private final Counter accountingLost;
    private final Timer latency;

    ProxyCounters(MeterRegistry meters) {
        this.forwarded = meters.counter("flexaaa.proxy.forwarded");
        this.suppressed = meters.counter("flexaaa.proxy.duplicates.suppressed");
        this.unanswered = meters.counter("flexaaa.proxy.unanswered");
        this.accountingLost = meters.counter("flexaaa.proxy.accounting.lost");
        this.latency =
                Timer.builder("flexaaa.proxy.latency")
                        .serviceLevelObjectives(
                                Duration.ofMillis(5),
                                Duration.ofMillis(50),
                                Duration.ofMillis(500),
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(120))
                        .register(meters);
    }

    void forwarded() {
        forwarded.increment();
    }

    void suppressed() {
        suppressed.increment();
    }

    void unanswered() {
        unanswered.increment();
    }

    void accountingLost() {
        accountingLost.increment();
    }

    void replied(long ms) {
        latency.record(Duration.ofMillis(ms));
    }
}
