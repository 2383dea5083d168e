package io.flexaaa.server.transfer;

import io.flexaaa.server.problem.Problem;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.node.ObjectNode;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** A kind that comes in tens of thousands: read and written many at a time. */
public interface BatchKind extends TransferKind {

    /**
     * @param before as {@link #locked} found it; null for a new one
     */
    record Put(String name, Object write, @Nullable Object before) {}

    /** By name; nobody else changes them until the transaction ends. */
    Map<String, Object> locked(Collection<String> names);

    /** Like {@link #addSecrets}; the writes are those of the views, in the same order. */
    void addSecrets(List<?> views, List<ObjectNode> writes);

    /**
     * Writes those that may be written; throws what the database throws, and then none is.
     *
     * @return why the others were refused, by name
     */
    Map<String, Problem> putAll(List<Put> puts);

    void deleteAll(Collection<String> names);
}
