package io.flexaaa.server.transfer;

import io.flexaaa.server.listing.Page;
import io.flexaaa.server.listing.PageRequest;
import io.flexaaa.server.operator.Operator;
import io.flexaaa.server.operator.OperatorTransfer;
import io.flexaaa.server.operator.OperatorWrite;
import io.flexaaa.server.permission.Permission;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/** Operators in imports and exports; a new one comes only with its password's hash. */
@Component
final class OperatorKind implements TransferKind {
    private final OperatorTransfer accounts;

    OperatorKind(OperatorTransfer accounts) {
        this.accounts = accounts;
    }

    @Override
    public String code() {
        return "operator";
    }

    @Override
    public int rank() {
        return 60;
    }

    @Override
    public Class<?> writeType() {
        return OperatorWrite.class;
    }

    @Override
    public Permission read() {
        return Permission.OPERATORS_WRITE;
    }

    @Override
    public Permission write() {
        return Permission.OPERATORS_WRITE;
    }

    @Override
    public List<String> secrets() {
        return List.of("/passwordHash");
    }

    @Override
    public String defaults() {
        return "{\"enabled\":true}";
    }

    /** Few: one page has them all. */
    @Override
    public Page<Operator> page(PageRequest page) {
        return new Page<>(accounts.all(), null, null);
    }

    @Override
    public @Nullable Object find(String name) {
        return accounts.find(name);
    }

    @Override
    public void addSecrets(Object view, ObjectNode write) {
        write.put("passwordHash", accounts.passwordHash(((Operator) view).name()));
    }

    @Override
    public Object put(String name, Object write) {
        return accounts.put(name, (OperatorWrite) write);
    }

    @Override
    public void delete(String name) {
        accounts.delete(name);
    }
}
