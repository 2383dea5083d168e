package io.flexaaa.server.bulk.web;

import io.flexaaa.server.problem.Check;

import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;

import tools.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** Which operation an item of a bulk call means. */
final class ItemPath {
    private static final String BASE = "/api/v1/";
    private static final Set<String> METHODS = Set.of("PUT", "POST", "DELETE");
    // A call within a call within a call; and what sets cookies has no browser here to set them in.
    private static final Set<String> NOT_HERE = Set.of("bulk", "session", "import", "imports");

    private ItemPath() {}

    static InnerCalls.Call call(BulkController.@Nullable Item item, String at, Check check) {
        if (item == null) {
            check.require(false, at, "null", "is no item", "give method, kind, name and body");
            return new InnerCalls.Call("PUT", BASE, null, null);
        }
        String method = item.method() == null ? "PUT" : item.method().toUpperCase(Locale.ROOT);
        check.require(
                METHODS.contains(method),
                at + ".method",
                item.method(),
                "is not a write",
                "PUT, POST or DELETE");
        String path = item.path() == null ? named(item) : item.path();
        check.require(
                path != null && (item.path() == null || item.kind() == null),
                at + ".path",
                item.path(),
                "does not say which object",
                "give either path, or kind and name");
        if (path == null) path = BASE;
        String resource = path.startsWith(BASE) ? path.substring(BASE.length()) : "";
        resource = resource.replaceFirst("[/?].*", "");
        check.require(
                !resource.isEmpty()
                        && !NOT_HERE.contains(resource)
                        && path.indexOf('?') < 0
                        && !path.contains("/../"),
                at + ".path",
                path,
                "is no operation that a bulk call can hold",
                "a path under /api/v1/ without a query, such as /api/v1/peers/br17");
        JsonNode body = item.body();
        return new InnerCalls.Call(method, path, item.ifMatch(), body);
    }

    /** peer, peers and nas alike: the collections are named in the plural. */
    private static @Nullable String named(BulkController.Item item) {
        if (item.kind() == null || item.name() == null) return null;
        String kind = item.kind().toLowerCase(Locale.ROOT);
        if (!kind.matches("[a-z-]+") || item.name().isEmpty()) return null;
        return BASE
                + (kind.endsWith("s") ? kind : kind + "s")
                + "/"
                + UriUtils.encodePathSegment(item.name(), StandardCharsets.UTF_8);
    }
}
