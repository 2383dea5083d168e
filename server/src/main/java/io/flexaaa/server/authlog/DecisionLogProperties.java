package io.flexaaa.server.authlog;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;

/**
 * {@code flexaaa.decision-log.*}
 *
 * @param maxPerSecond so many decisions are written a second; a reconnect storm beyond it is
 *     counted, not logged
 * @param keep older decisions are deleted
 */
@ConfigurationProperties("flexaaa.decision-log")
public record DecisionLogProperties(
        @DefaultValue("1000") int maxPerSecond,
        @DefaultValue("8192") int queue,
        @DefaultValue("30d") Duration keep) {}
