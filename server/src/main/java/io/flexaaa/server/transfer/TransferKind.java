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

    /**
     * JSON pointers of the write record's secrets. What is above one, up to the record, is a secret
     * as a whole and left out with it; not so above a {@code *}, which stands for every item of a
     * list.
     */
    List<String> secrets();

    /** What an absent field means in a PUT, as JSON. */
    String defaults();

    Page<?> page(PageRequest page);

    @Nullable Object find(String name);

    /** What of a view has the fields of the write record; most views have them themselves. */
    default Object shown(Object view) {
        return view;
    }

    /** Puts the secrets that are stored into {@code write}, as a PUT would bring them. */
    void addSecrets(Object view, ObjectNode write);

    Object put(String name, Object write);

    void delete(String name);
}
