package io.flexaaa.server.operator;

import io.flexaaa.server.operator.store.OperatorStore;
import io.flexaaa.server.problem.Check;
import io.flexaaa.server.problem.Problem;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.util.List;
import java.util.Objects;

/** Accounts for imports and exports: whoever calls has checked the permission and audits. */
@Service
public class OperatorTransfer {
    private final OperatorStore store;

    OperatorTransfer(OperatorStore store) {
        this.store = store;
    }

    /** Those of an OpenID provider are made by their sign-in, and are nothing to move. */
    public List<Operator> all() {
        return store.all().stream().filter(o -> !o.oidc()).toList();
    }

    public @Nullable Operator find(String name) {
        return store.byName(name).orElse(null);
    }

    public String passwordHash(String name) {
        return store.passwordHash(name).orElseThrow(() -> new Problem.NotFound("operator", name));
    }

    @Transactional
    public Operator put(String name, OperatorWrite write) {
        Operator before = find(name);
        String hash = write.passwordHash();
        Role role = write.role();
        Check check = new Check();
        check.require(
                name.matches("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}"),
                "name",
                name,
                "is no account name",
                "letters, digits and . _ @ - up to 64 characters");
        check.require(role != null, "role", null, "is missing", "ADMIN, OPERATOR or AUDITOR");
        check.require(
                before == null || !before.oidc(),
                "name",
                name,
                "is an account of the OpenID provider here",
                "leave it out; its role comes from flexaaa.oidc.roles");
        check.require(
                hash == null ? before != null : hash.startsWith("$argon2id$"),
                "passwordHash",
                null,
                hash == null ? "is missing" : "is no Argon2id hash",
                "export with secrets, or make the account under Operators");
        check.done();
        boolean enabled = write.enabled() == null || write.enabled();
        Role wanted = Objects.requireNonNull(role);
        if (before == null) store.insert(name, wanted, enabled, Objects.requireNonNull(hash));
        else {
            if (wanted != Role.ADMIN || !enabled) refuseLastAdmin(name);
            store.update(before.id(), wanted, enabled);
            if (hash != null) store.setPassword(before.id(), hash);
            if (!enabled || hash != null) store.closeSessions(before.id(), null);
        }
        return store.byName(name).orElseThrow();
    }

    @Transactional
    public void delete(String name) {
        Operator operator =
                store.byName(name).orElseThrow(() -> new Problem.NotFound("operator", name));
        refuseLastAdmin(name);
        store.delete(operator.id());
    }

    private void refuseLastAdmin(String name) {
        List<String> admins = store.lockAdmins();
        if (admins.size() == 1 && admins.getFirst().equals(name))
            throw new Problem.Conflict(
                    "LAST_ADMIN", name + " is the last administrator; make another one first");
    }
}
