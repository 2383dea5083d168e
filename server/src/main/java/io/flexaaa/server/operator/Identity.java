package io.flexaaa.server.operator;

import io.flexaaa.server.audit.Actor;
import io.flexaaa.server.permission.Permission;

import java.util.Set;

/** A caller whose credential was good. */
public record Identity(Actor actor, Role role, Set<Permission> permissions) {}
