package io.flexaaa.gateway.ios.config;

import org.jspecify.annotations.Nullable;

/** {@code username NAME [privilege N] password ...}. */
public record LocalUser(String name, int privilege, @Nullable ConfigKey password) {}
