package io.flexaaa.server.web;

import io.flexaaa.server.permission.Permission;
import io.flexaaa.server.permission.RequiresPermission;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;

import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.util.List;

/** The contract of the REST API: OpenAPI 3.1, with the permission of every operation. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {
    static final String PERMISSION = "x-required-permission";

    @Bean
    OpenAPI openApi() {
        return new OpenAPI()
                .info(
                        new Info()
                                .title("FlexAAA")
                                .version("1")
                                .description(
                                        "RADIUS AAA server for FlexVPN. Errors are"
                                                + " application/problem+json with a stable code;"
                                                + " lists are keyset pages: pass next as after.")
                                .license(new License().name("Apache-2.0")))
                .servers(List.of(new Server().url("/")))
                .components(
                        new Components()
                                .addSecuritySchemes(
                                        "session",
                                        new SecurityScheme()
                                                .type(SecurityScheme.Type.APIKEY)
                                                .in(SecurityScheme.In.COOKIE)
                                                .name("FLEXAAA_SESSION")
                                                .description(
                                                        "from POST /api/v1/session; writes repeat"
                                                            + " the cookie XSRF-TOKEN in the header"
                                                            + " X-XSRF-TOKEN"))
                                .addSecuritySchemes(
                                        "token",
                                        new SecurityScheme()
                                                .type(SecurityScheme.Type.HTTP)
                                                .scheme("bearer")));
    }

    @Bean
    OperationCustomizer permissions() {
        return (operation, handler) -> {
            RequiresPermission required = handler.getMethodAnnotation(RequiresPermission.class);
            if (required == null) return operation;
            operation.addExtension(PERMISSION, required.value().code());
            if (required.value() != Permission.ANYONE)
                operation
                        .addSecurityItem(new SecurityRequirement().addList("session"))
                        .addSecurityItem(new SecurityRequirement().addList("token"));
            operation
                    .getResponses()
                    .addApiResponse(
                            "default",
                            new ApiResponse()
                                    .description("refused")
                                    .content(
                                            new Content()
                                                    .addMediaType(
                                                            "application/problem+json",
                                                            new MediaType()
                                                                    .schema(
                                                                            new Schema<>()
                                                                                    .$ref(
                                                                                            "#/components/schemas/ProblemBody")))));
            return operation;
        };
    }

    @Bean
    OpenApiCustomizer problemSchema() {
        return api ->
                ModelConverters.getInstance(true)
                        .readAll(ProblemBody.class)
                        .forEach(api.getComponents()::addSchemas);
    }
}
