package io.flexaaa.server.transfer;

import io.flexaaa.server.problem.FieldProblem;
import io.flexaaa.server.problem.Problem;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * The whole configuration, without loss.
 *
 * <pre>
 * { "flexaaa": 1, "secrets": "none" | "clear" | "sealed", "salt": "...",
 *   "group": [ { "name": "...", ... } ], "peer": [ ... ], ... }
 * </pre>
 */
@Component
class JsonFormat {
    private static final int VERSION = 1;
    private final JsonMapper json;
    private final Kinds kinds;
    private final SecureRandom random;

    JsonFormat(JsonMapper json, Kinds kinds, SecureRandom random) {
        this.json = json.rebuild().enable(SerializationFeature.INDENT_OUTPUT).build();
        this.kinds = kinds;
        this.random = random;
    }

    String write(Map<TransferKind, List<ObjectNode>> all, String secrets, @Nullable String pass) {
        ObjectNode root = json.createObjectNode().put("flexaaa", VERSION).put("secrets", secrets);
        PassphraseSeal seal = null;
        if (pass != null) {
            byte[] salt = new byte[PassphraseSeal.SALT];
            random.nextBytes(salt);
            root.put("salt", Base64.getEncoder().encodeToString(salt));
            seal = new PassphraseSeal(pass, salt, random);
        }
        for (var entry : all.entrySet()) {
            TransferKind kind = entry.getKey();
            ArrayNode list = root.putArray(kind.code());
            for (ObjectNode value : entry.getValue()) {
                if (seal != null) change(kind, value, seal, true);
                list.add(value);
            }
        }
        return json.writeValueAsString(root) + "\n";
    }

    List<Item> read(String text, @Nullable String passphrase) {
        JsonNode root;
        try {
            root = json.readTree(text);
        } catch (JacksonException e) {
            var at = e.getLocation();
            throw Formats.unreadable(
                    at == null ? 1 : at.getLineNr(),
                    "is not JSON: " + e.getOriginalMessage(),
                    "import what GET /api/v1/export gave");
        }
        if (root.path("flexaaa").asInt(0) != VERSION)
            throw Formats.unreadable(
                    1,
                    "has no \"flexaaa\": " + VERSION,
                    "import what GET /api/v1/export gave, or name another format");
        PassphraseSeal seal = seal(root, passphrase);
        List<Item> items = new ArrayList<>();
        for (Map.Entry<String, JsonNode> member : root.properties()) {
            if (List.of("flexaaa", "secrets", "salt").contains(member.getKey())) continue;
            TransferKind kind = kinds.of(member.getKey());
            if (!member.getValue().isArray())
                throw Formats.unreadable(1, member.getKey() + " is no list", "write [ ... ]");
            int index = 0;
            for (JsonNode one : member.getValue()) items.add(item(kind, index++, one, seal));
        }
        return items;
    }

    private @Nullable PassphraseSeal seal(JsonNode root, @Nullable String passphrase) {
        if (!root.path("secrets").asString("").equals("sealed")) return null;
        if (passphrase == null)
            throw new Problem.Invalid(
                    List.of(
                            new FieldProblem(
                                    "passphrase",
                                    "",
                                    "is missing: the secrets of this export are sealed",
                                    "send it in the header X-FlexAAA-Passphrase")));
        try {
            byte[] salt = Base64.getDecoder().decode(root.path("salt").asString(""));
            return new PassphraseSeal(passphrase, salt, random);
        } catch (IllegalArgumentException e) {
            throw Formats.unreadable(1, "salt is damaged", "take the export anew");
        }
    }

    private Item item(TransferKind kind, int index, JsonNode one, @Nullable PassphraseSeal seal) {
        List<FieldProblem> problems = new ArrayList<>();
        String name = one.path("name").asString("");
        ObjectNode value = one.isObject() ? ((ObjectNode) one).deepCopy() : json.createObjectNode();
        if (!one.isObject() || !one.path("name").isString() || name.isEmpty())
            problems.add(
                    new FieldProblem(
                            kind.code() + "[" + index + "].name", "", "is missing", "name it"));
        value.remove("name");
        if (seal != null)
            try {
                value.put("name", name);
                change(kind, value, seal, false);
                value.remove("name");
            } catch (Problem.Invalid e) {
                problems.addAll(e.errors());
            }
        return new Item(index + 1, kind.code(), name, value, problems);
    }

    private static void change(
            TransferKind kind, ObjectNode value, PassphraseSeal seal, boolean sealing) {
        String name = value.path("name").asString("");
        for (String pointer : WriteJson.pointers(kind, value)) {
            JsonNode secret = value.at(pointer);
            if (!secret.isString()) continue;
            String text = secret.asString();
            if (!sealing && !PassphraseSeal.sealed(text)) continue;
            String place = kind.code() + "/" + name + pointer;
            String fresh = sealing ? seal.seal(text, place) : seal.open(text, place);
            WriteJson.parent(value, pointer)
                    .put(pointer.substring(pointer.lastIndexOf('/') + 1), fresh);
        }
    }
}
