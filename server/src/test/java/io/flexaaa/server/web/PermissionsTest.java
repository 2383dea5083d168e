package io.flexaaa.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import io.flexaaa.server.permission.RequiresPermission;
import io.swagger.v3.oas.annotations.Operation;

import org.junit.jupiter.api.Test;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** No handler without a permission, and the committed contract says the same as the code. */
class PermissionsTest {
    private static final Path CONTRACT = Path.of("..", "admin-ui", "openapi.json");

    @Test
    void everyHandlerNamesItsPermission() {
        List<JavaMethod> handlers = handlers();

        assertThat(handlers).hasSizeGreaterThan(35);
        assertThat(handlers)
                .allSatisfy(h -> {
                    assertThat(h.isAnnotatedWith(RequiresPermission.class))
                            .as(h.getFullName() + " names its permission")
                            .isTrue();
                    assertThat(h.isAnnotatedWith(Operation.class))
                            .as(h.getFullName() + " has an operationId")
                            .isTrue();
                });
    }

    @Test
    void theContractRepeatsThem() {
        Map<String, String> code = new TreeMap<>();
        for (JavaMethod h : handlers())
            code.put(
                    h.getAnnotationOfType(Operation.class).operationId(),
                    h.getAnnotationOfType(RequiresPermission.class).value().code());

        Map<String, String> contract = new TreeMap<>();
        JsonNode paths = JsonMapper.shared().readTree(CONTRACT).get("paths");
        for (JsonNode path : paths)
            for (JsonNode operation : path)
                contract.put(
                        operation.get("operationId").stringValue(),
                        operation.path("x-required-permission").stringValue("(none)"));

        assertThat(contract).isEqualTo(code);
    }

    private static List<JavaMethod> handlers() {
        List<JavaMethod> handlers = new ArrayList<>();
        var classes =
                new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("io.flexaaa.server");
        for (JavaClass type : classes)
            if (type.isAnnotatedWith(RestController.class))
                for (JavaMethod method : type.getMethods())
                    if (method.isMetaAnnotatedWith(RequestMapping.class)
                            || method.isAnnotatedWith(RequestMapping.class)) handlers.add(method);
        return handlers;
    }
}
