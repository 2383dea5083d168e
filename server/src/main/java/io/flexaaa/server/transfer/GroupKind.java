package io.flexaaa.server.transfer;

import io.flexaaa.server.identity.Group;
import io.flexaaa.server.identity.GroupService;
import io.flexaaa.server.identity.GroupWrite;
import io.flexaaa.server.listing.Page;
import io.flexaaa.server.listing.PageRequest;
import io.flexaaa.server.permission.Permission;
import io.flexaaa.server.problem.Problem;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/** Groups in imports and exports. */
@Component
final class GroupKind implements TransferKind {
    private final GroupService groups;

    GroupKind(GroupService groups) {
        this.groups = groups;
    }

    @Override
    public String code() {
        return "group";
    }

    @Override
    public int rank() {
        return 10;
    }

    @Override
    public Class<?> writeType() {
        return GroupWrite.class;
    }

    @Override
    public Permission read() {
        return Permission.PEERS_READ;
    }

    @Override
    public Permission write() {
        return Permission.PEERS_WRITE;
    }

    @Override
    public List<String> secrets() {
        return List.of();
    }

    @Override
    public String defaults() {
        return "{}";
    }

    @Override
    public Page<Group> page(PageRequest page) {
        return groups.list(page);
    }

    @Override
    public @Nullable Object find(String name) {
        try {
            return groups.get(name);
        } catch (Problem.NotFound _) {
            return null;
        }
    }

    @Override
    public void addSecrets(Object view, ObjectNode write) {
        // Groups have none.
    }

    @Override
    public Object put(String name, Object write) {
        return groups.put(name, (GroupWrite) write, null);
    }

    @Override
    public void delete(String name) {
        groups.delete(name);
    }
}
