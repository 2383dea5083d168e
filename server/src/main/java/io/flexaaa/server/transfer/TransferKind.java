package io.flexaaa.server.transfer;

import io.flexaaa.server.listing.Page;
import io.flexaaa.server.listing.PageRequest;
import io.flexaaa.server.permission.Permission;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/**
 * One kind of thing that import and export know. A new resource joins by one component of this
 * type: formats, verdicts and undo go by its write record.
 */
public interface TransferKind {
    /** As bodies and audit call it, in the singular: peer. */
    String code();

    /** What others refer to comes first: groups before peers. */
    int rank();

    /** What a PUT takes; its fields are the format's. */
    Class<?> writeType();

    Permission read();

    Permission write();

    /** Fields of the write record, or JSON pointers below them, that hold secrets. */
    List<String> secrets();

    /** What an absent field means in a PUT, as JSON. */
    String defaults();

    Page<?> page(PageRequest page);

    @Nullable Object find(String name);

    /** Puts the secrets that are stored into {@code write}, as a PUT would bring them. */
    void addSecrets(Object view, ObjectNode write);

    Object put(String name, Object write);

    void delete(String name);
}
