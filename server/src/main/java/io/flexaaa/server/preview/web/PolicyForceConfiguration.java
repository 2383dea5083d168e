package io.flexaaa.server.preview.web;

import io.flexaaa.server.preview.PolicyForce;
import io.swagger.v3.oas.models.media.BooleanSchema;
import io.swagger.v3.oas.models.parameters.Parameter;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.filter.OncePerRequestFilter;

import java.io.IOException;
import java.util.Set;

/** {@code ?force=true} on writes that policy tests guard, and in the API's document. */
@Configuration(proxyBeanMethods = false)
class PolicyForceConfiguration {
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
