package io.flexaaa.server.preview.web;

import io.flexaaa.server.permission.Permission;
import io.flexaaa.server.preview.PolicyForce;
import io.flexaaa.server.web.ProblemBody;
import io.flexaaa.server.web.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.models.media.BooleanSchema;
import io.swagger.v3.oas.models.parameters.Parameter;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

import java.io.IOException;
import java.util.Set;

/** {@code ?force=true} on writes that policy tests guard, and in the API's document. */
@Configuration(proxyBeanMethods = false)
class PolicyForceConfiguration implements WebMvcConfigurer {
    private static final String PARAMETER = "force";

    /** What policy tests look at is written by these. */
    private static final Set<String> GUARDED =
            Set.of(
                    "putPeer",
                    "deletePeer",
                    "putGroup",
                    "deleteGroup",
                    "putNas",
                    "deleteNas",
                    "putPool",
                    "deletePool",
                    "putUser",
                    "deleteUser",
                    "importFile",
                    "undoImport",
                    "bulk");

    @Bean
    OncePerRequestFilter policyForce() {
        return new OncePerRequestFilter() {
            @Override
            protected void doFilterInternal(
                    HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                    throws ServletException, IOException {
                if (!asked(request.getQueryString())) {
                    chain.doFilter(request, response);
                    return;
                }
                try {
                    PolicyForce.with(() -> {
                        chain.doFilter(request, response);
                        return true;
                    });
                } catch (IOException | ServletException | RuntimeException e) {
                    throw e;
                } catch (Exception e) {
                    throw new ServletException(e);
                }
            }
        };
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new OverrideInterceptor()).addPathPatterns("/api/v1/**").order(10);
    }

    /** After the handler's own permission: who forces needs one more. */
    private static final class OverrideInterceptor implements HandlerInterceptor {
        @Override
        public boolean preHandle(
                HttpServletRequest request, HttpServletResponse response, Object handler) {
            if (!asked(request.getQueryString())
                    || !(handler instanceof HandlerMethod method)
                    || !guarded(method)) return true;
            Authentication caller = SecurityContextHolder.getContext().getAuthentication();
            String needed = Permission.POLICY_OVERRIDE.code();
            if (caller != null
                    && caller.getAuthorities().stream()
                            .anyMatch(a -> needed.equals(a.getAuthority()))) return true;
            throw new ProblemException(
                    ProblemBody.of(
                            HttpStatus.FORBIDDEN,
                            "FORBIDDEN",
                            "missing permission: "
                                    + needed
                                    + "; leave force out, or ask an administrator"));
        }
    }

    private static boolean guarded(HandlerMethod method) {
        Operation operation = method.getMethodAnnotation(Operation.class);
        return operation != null && GUARDED.contains(operation.operationId());
    }

    /** Of the query alone: reading parameters would take the body from whoever comes next. */
    private static boolean asked(@org.jspecify.annotations.Nullable String query) {
        return query != null && Set.of(query.split("&")).contains(PARAMETER + "=true");
    }

    @Bean
    OperationCustomizer policyForceParameter() {
        return (operation, handler) -> {
            if (GUARDED.contains(operation.getOperationId()))
                operation.addParametersItem(
                        new Parameter()
                                .name(PARAMETER)
                                .in("query")
                                .required(false)
                                .schema(new BooleanSchema()._default(false))
                                .description("save although policy tests would break"));
            return operation;
        };
    }
}
