package io.flexaaa.server.notify;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.util.List;

/**
 * {@code flexaaa.webhooks.*}
 *
 * @param allow addresses or prefixes that may be called although they are this machine's own or
 *     link-local, such as 127.0.0.1/32
 * @param nasSilentMinutes without a packet, before a NAS counts as silent
 * @param keyExpiryDays before a PSK expires, when it is told
 */
@ConfigurationProperties("flexaaa.webhooks")
public record WebhookProperties(
        @DefaultValue List<String> allow,
        @DefaultValue("10") int nasSilentMinutes,
        @DefaultValue("7") int keyExpiryDays) {}
