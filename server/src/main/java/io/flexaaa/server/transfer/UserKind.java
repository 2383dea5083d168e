package io.flexaaa.server.transfer;

import io.flexaaa.server.listing.Page;
import io.flexaaa.server.listing.PageRequest;
import io.flexaaa.server.permission.Permission;
import io.flexaaa.server.problem.Problem;
import io.flexaaa.server.user.PasswordWrite;
import io.flexaaa.server.user.User;
import io.flexaaa.server.user.UserService;
import io.flexaaa.server.user.UserWrite;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/** Users in imports and exports. */
@Component
final class UserKind implements TransferKind {
    private final UserService users;

    UserKind(UserService users) {
        this.users = users;
    }

    @Override
    public String code() {
        return "user";
    }

    @Override
    public int rank() {
        return 20;
    }

    @Override
    public Class<?> writeType() {
        return UserWrite.class;
    }

    @Override
    public Permission read() {
        return Permission.USERS_READ;
    }

    @Override
    public Permission write() {
        return Permission.USERS_WRITE;
    }

    @Override
    public List<String> secrets() {
        return List.of("/password/value", "/password/hash");
    }

    @Override
    public String defaults() {
        return "{\"enabled\":true}";
    }

    @Override
    public Page<User> page(PageRequest page) {
        return users.list(page);
    }

    @Override
    public @Nullable Object find(String name) {
        try {
            return users.get(name);
        } catch (Problem.NotFound _) {
            return null;
        }
    }

    @Override
    public void addSecrets(Object view, ObjectNode write) {
        PasswordWrite password = users.revealPassword(((User) view).name());
        ObjectNode to = write.putObject("password").put("storage", password.storage().text());
        if (password.value() != null) to.put("value", password.value());
        if (password.hash() != null) to.put("hash", password.hash());
    }

    @Override
    public Object put(String name, Object write) {
        return users.put(name, (UserWrite) write, null);
    }

    @Override
    public void delete(String name) {
        users.delete(name);
    }
}
