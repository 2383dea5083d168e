package io.flexaaa.server.operator;

import static io.flexaaa.server.permission.Permission.AUDIT_READ;
import static io.flexaaa.server.permission.Permission.CERTIFICATES_READ;
import static io.flexaaa.server.permission.Permission.LOG_READ;
import static io.flexaaa.server.permission.Permission.NAS_READ;
import static io.flexaaa.server.permission.Permission.PEERS_READ;
import static io.flexaaa.server.permission.Permission.PEERS_WRITE;
import static io.flexaaa.server.permission.Permission.SESSIONS_CONTROL;
import static io.flexaaa.server.permission.Permission.SESSIONS_READ;
import static io.flexaaa.server.permission.Permission.USERS_READ;
import static io.flexaaa.server.permission.Permission.USERS_WRITE;

import io.flexaaa.server.permission.Permission;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What an account may do. The role is a name for a fixed set of permissions. */
public enum Role {
    ADMIN(all()),
    OPERATOR(
            EnumSet.of(
                    PEERS_READ,
                    PEERS_WRITE,
                    USERS_READ,
                    USERS_WRITE,
                    NAS_READ,
                    CERTIFICATES_READ,
                    SESSIONS_READ,
                    SESSIONS_CONTROL,
                    LOG_READ)),
    AUDITOR(
            EnumSet.of(
                    PEERS_READ,
                    USERS_READ,
                    NAS_READ,
                    CERTIFICATES_READ,
                    SESSIONS_READ,
                    LOG_READ,
                    AUDIT_READ));

    private final Set<Permission> permissions;

    Role(EnumSet<Permission> permissions) {
        this.permissions = Collections.unmodifiableSet(permissions);
    }

    public Set<Permission> permissions() {
        return permissions;
    }

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Role> ofCode(String code) {
        return Arrays.stream(values()).filter(r -> r.code().equals(code)).findFirst();
    }

    private static EnumSet<Permission> all() {
        EnumSet<Permission> all = EnumSet.allOf(Permission.class);
        all.removeIf(p -> !p.grantable());
        return all;
    }
}
