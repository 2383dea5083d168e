package io.flexaaa.gateway.ios.config;

/**
 * Good IOS that does nothing here. @param reason for example {@code accepted, not in effect: QoS}
 */
public record IgnoredLine(String file, int line, String source, String reason) {}
