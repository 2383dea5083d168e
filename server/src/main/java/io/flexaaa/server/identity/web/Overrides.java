package io.flexaaa.server.identity.web;

import io.flexaaa.server.audit.AuditLog;
import io.flexaaa.server.operator.Identity;
import io.flexaaa.server.permission.Permission;
import io.flexaaa.server.web.ProblemBody;
import io.flexaaa.server.web.ProblemException;

import org.springframework.http.HttpStatus;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Saving against failing policy tests: who may, and that it is known which tests. */
final class Overrides {
    private Overrides() {}

    static Consumer<List<String>> by(Identity caller, AuditLog audit, String kind, String name) {
        if (!caller.permissions().contains(Permission.POLICY_OVERRIDE))
            throw new ProblemException(
                    ProblemBody.of(
                            HttpStatus.FORBIDDEN,
                            "FORBIDDEN",
                            "missing permission: "
                                    + Permission.POLICY_OVERRIDE.code()
                                    + "; leave force out, or ask an administrator"));
        return failing ->
                audit.note(
                        caller.actor(),
                        "override-policy-tests",
                        kind,
                        name,
                        Map.of("failing", failing));
    }
}
