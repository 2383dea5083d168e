package io.flexaaa.server.transfer;

import io.flexaaa.server.listing.Page;
import io.flexaaa.server.listing.PageRequest;
import io.flexaaa.server.permission.Permission;
import io.flexaaa.server.preview.PolicyTest;
import io.flexaaa.server.preview.PolicyTestWrite;
import io.flexaaa.server.preview.PolicyTests;
import io.flexaaa.server.problem.Problem;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/** Policy tests in imports and exports; they come last, so that they judge what is there. */
@Component
final class PolicyTestKind implements TransferKind {
    private final PolicyTests tests;

    PolicyTestKind(PolicyTests tests) {
        this.tests = tests;
    }

    @Override
    public String code() {
        return "policy-test";
    }

    @Override
    public int rank() {
        return 90;
    }

    @Override
    public Class<?> writeType() {
        return PolicyTestWrite.class;
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

    /** Few: one page has them all. */
    @Override
    public Page<PolicyTest> page(PageRequest page) {
        return new Page<>(tests.list(), null, null);
    }

    @Override
    public @Nullable Object find(String name) {
        try {
            return tests.get(name);
        } catch (Problem.NotFound _) {
            return null;
        }
    }

    @Override
    public Object shown(Object view) {
        return ((PolicyTest) view).definition();
    }

    @Override
    public void addSecrets(Object view, ObjectNode write) {}

    @Override
    public Object put(String name, Object write) {
        return tests.put(name, (PolicyTestWrite) write, null);
    }

    @Override
    public void delete(String name) {
        tests.delete(name);
    }
}
