package io.flexaaa.server.operator.web;

import io.flexaaa.server.permission.Permission;
import io.flexaaa.server.permission.RequiresPermission;
import io.flexaaa.server.web.ProblemBody;
import io.flexaaa.server.web.ProblemException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Refuses a call whose identity lacks the permission that the handler names, or names none. */
final class PermissionInterceptor implements HandlerInterceptor {
    @Override
    public boolean preHandle(
            HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (!(handler instanceof HandlerMethod method)) return true;
        RequiresPermission required = method.getMethodAnnotation(RequiresPermission.class);
        if (required == null) {
            throw new ProblemException(
                    ProblemBody.of(
                            HttpStatus.FORBIDDEN,
                            "FORBIDDEN",
                            "this operation names no permission, so nobody may use it"));
        }
        Permission permission = required.value();
        if (permission == Permission.ANYONE) return true;
        Authentication caller = SecurityContextHolder.getContext().getAuthentication();
        if (anonymous(caller)) {
            throw new ProblemException(SecurityConfiguration.unauthenticated(request));
        }
        if (permission == Permission.SIGNED_IN || holds(caller, permission)) return true;
        throw new ProblemException(
                ProblemBody.of(
                        HttpStatus.FORBIDDEN,
                        "FORBIDDEN",
                        "missing permission: "
                                + permission.code()
                                + "; an administrator can grant it by role or token scope"));
    }

    private static boolean anonymous(@Nullable Authentication caller) {
        return caller == null
                || !caller.isAuthenticated()
                || caller instanceof AnonymousAuthenticationToken;
    }

    private static boolean holds(@Nullable Authentication caller, Permission permission) {
        return caller != null
                && caller.getAuthorities().stream()
                        .anyMatch(a -> permission.code().equals(a.getAuthority()));
    }
}
