package io.flexaaa.server.dryrun;

import org.jspecify.annotations.Nullable;

/**
 * One change as the audit log would keep it.
 *
 * @param before the object as it was, absent when it is new
 * @param after the object as it would be, absent when it goes
 */
public record Change(
        String action, String kind, String name, @Nullable Object before, @Nullable Object after) {}
