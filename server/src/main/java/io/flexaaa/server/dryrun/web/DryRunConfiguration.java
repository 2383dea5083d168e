package io.flexaaa.server.dryrun.web;

import io.flexaaa.server.dryrun.NoDryRun;
import io.flexaaa.server.dryrun.OwnDryRun;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.media.BooleanSchema;
import io.swagger.v3.oas.models.parameters.Parameter;

import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.transaction.autoconfigure.TransactionManagerCustomizer;
import org.springframework.boot.webmvc.autoconfigure.WebMvcRegistrations;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.servlet.mvc.method.annotation.ServletInvocableHandlerMethod;

import tools.jackson.databind.json.JsonMapper;

/** Puts {@code ?dryRun=true} before every REST write and into the API's document. */
@Configuration(proxyBeanMethods = false)
class DryRunConfiguration {
    @Bean
    WebMvcRegistrations dryRunBeforeHandlers(
            ObjectProvider<PlatformTransactionManager> transactions,
            ObjectProvider<JsonMapper> json) {
        return new WebMvcRegistrations() {
            @Override
            public RequestMappingHandlerAdapter getRequestMappingHandlerAdapter() {
                return new RequestMappingHandlerAdapter() {
                    @Override
                    protected ServletInvocableHandlerMethod createInvocableHandlerMethod(
                            HandlerMethod handler) {
                        return new DryRunHandlerMethod(handler, transactions, json);
                    }
                };
            }
        };
    }

    /**
     * Whoever opened the transaction decides over it. A look-up that finds nothing throws, and its
     * caller goes on: by Spring's default that would doom a dry run or a bulk call as a whole.
     */
    @Bean
    TransactionManagerCustomizer<AbstractPlatformTransactionManager> outermostDecides() {
        return manager -> manager.setGlobalRollbackOnParticipationFailure(false);
    }

    @Bean
    OperationCustomizer dryRunParameter() {
        return (operation, handler) -> {
            if (DryRunHandlerMethod.writes(handler)
                    && !handler.hasMethodAnnotation(NoDryRun.class)
                    && !handler.hasMethodAnnotation(OwnDryRun.class)
                    && !declared(operation))
                operation.addParametersItem(
                        new Parameter()
                                .name(DryRunHandlerMethod.PARAMETER)
                                .in("query")
                                .required(false)
                                .schema(new BooleanSchema()._default(false))
                                .description(
                                        "check all and change nothing; the answer is a"
                                                + " DryRunAnswer"));
            return operation;
        };
    }

    @Bean
    OpenApiCustomizer dryRunSchema() {
        return api ->
                ModelConverters.getInstance(true)
                        .readAll(DryRunAnswer.class)
                        .forEach(api.getComponents()::addSchemas);
    }

    private static boolean declared(io.swagger.v3.oas.models.Operation operation) {
        return operation.getParameters() != null
                && operation.getParameters().stream()
                        .anyMatch(p -> DryRunHandlerMethod.PARAMETER.equals(p.getName()));
    }
}
