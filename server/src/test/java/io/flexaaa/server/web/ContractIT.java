package io.flexaaa.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.server.ServerTest;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * admin-ui/openapi.json is what the console's types are made from: it must be what the server says.
 * {@code mvn -pl server -am verify -Dit.test=ContractIT -Dflexaaa.contract.write=true} renews it.
 */
@ServerTest
class ContractIT {
    private static final Path COMMITTED = Path.of("..", "admin-ui", "openapi.json");
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                    .build();
    private final Api api;

    @Autowired
    ContractIT(Api api) {
        this.api = api;
    }

    @Test
    void theCommittedContractIsTheServersOwn() throws IOException {
        JsonNode served = api.browser().get("/api/openapi.json").json();
        if (Boolean.getBoolean("flexaaa.contract.write"))
            Files.writeString(COMMITTED, JSON.writeValueAsString(sorted(served)) + "\n");

        assertThat(JSON.readTree(COMMITTED))
                .as("admin-ui/openapi.json has drifted; write it anew (see this test's comment)")
                .isEqualTo(served);
        assertThat(served.get("openapi").asString()).startsWith("3.1");
    }

    private static Object sorted(JsonNode node) {
        if (node.isArray()) return node.valueStream().map(ContractIT::sorted).toList();
        if (!node.isObject()) return node;
        Map<String, Object> fields = new TreeMap<>();
        for (Map.Entry<String, JsonNode> e : node.properties())
            fields.put(e.getKey(), sorted(e.getValue()));
        return fields;
    }
}
