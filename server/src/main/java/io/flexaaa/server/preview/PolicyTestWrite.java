package io.flexaaa.server.preview;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A policy test as an operator writes it.
 *
 * @param peer the identity, known or not
 * @param accepted whether the look-ups must be accepted; absent means yes
 * @param has values the session's policy must have, as {@code ipsec:route-set=remote ipv4 10.0.0.0
 *     255.0.0.0} or {@code Framed-IP-Address=10.1.0.17}
 * @param lacks names, or whole values, it must not have
 */
public record PolicyTestWrite(
        @Nullable String description,
        String peer,
        String nas,
        @Nullable ProfileOptions profile,
        @Nullable Boolean accepted,
        @Nullable List<String> has,
        @Nullable List<String> lacks) {}
