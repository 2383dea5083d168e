package io.flexaaa.server.secrets.planted;

import io.flexaaa.server.web.Api.Answer;
import io.flexaaa.server.web.Api.Browser;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Every GET operation of the server's own document, each list to its end, each thing in it. */
final class Crawl {
    /** A stream without end; its events are collected elsewhere. */
    private static final String EVENTS = "/api/v1/events";

    private static final int PAGES = 20;
    private static final int EACH = 60;
    private final Planted planted;
    private final Browser reader;
    private final Map<String, Set<String>> found = new TreeMap<>();
    private final List<String> visited = new ArrayList<>();

    Crawl(Planted planted, Browser reader) {
        this.planted = planted;
        this.reader = reader;
    }

    Map<String, Set<String>> found() {
        return found;
    }

    List<String> visited() {
        return visited;
    }

    Crawl run() throws IOException, InterruptedException {
        JsonNode paths = reader.get("/api/openapi.json").json().get("paths");
        Map<String, List<String>> names = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> path : paths.properties()) {
            JsonNode get = path.getValue().get("get");
            if (get == null || path.getKey().contains("{") || path.getKey().equals(EVENTS))
                continue;
            names.put(path.getKey(), all(path.getKey(), get));
        }
        for (Map.Entry<String, JsonNode> path : paths.properties()) {
            String template = path.getKey();
            if (!path.getValue().has("get") || !template.contains("{")) continue;
            String list = template.substring(0, template.indexOf("/{"));
            for (String name : names.getOrDefault(list, List.of()))
                visit(
                        template.replaceFirst(
                                "\\{[^}]*}", URLEncoder.encode(name, StandardCharsets.UTF_8)));
        }
        visit("/actuator/prometheus");
        return this;
    }

    /** Names or ids of what the list holds, the newest or first ones. */
    private List<String> all(String path, JsonNode operation) {
        List<String> names = new ArrayList<>();
        boolean pages =
                operation
                        .path("parameters")
                        .valueStream()
                        .anyMatch(p -> p.path("name").asString("").equals("after"));
        String after = null;
        for (int page = 0; page < (pages ? PAGES : 1); page++) {
            String query = pages ? "?limit=200" : "";
            if (after != null)
                query += "&after=" + URLEncoder.encode(after, StandardCharsets.UTF_8);
            Answer answer = visit(path + query);
            if (answer.status() != 200 || !answer.body().startsWith("{")) break;
            for (JsonNode item : answer.json().path("items"))
                for (String key : List.of("name", "id"))
                    if (item.has(key) && names.size() < EACH) {
                        names.add(item.get(key).asString());
                        break;
                    }
            after = answer.json().path("next").asString(null);
            if (after == null) break;
        }
        return names;
    }

    private Answer visit(String path) {
        Answer answer = reader.get(path);
        visited.add(answer.status() + " " + path);
        note(path, planted.in(answer.body()));
        note(path + " (headers)", planted.in(answer.raw().headers().map().toString()));
        return answer;
    }

    /** A file, as octets. */
    byte[] file(String path, String... headers) throws IOException, InterruptedException {
        var request = reader.request(path).GET();
        if (headers.length > 0) request.headers(headers);
        var answer = reader.http().send(request.build(), BodyHandlers.ofByteArray());
        visited.add(answer.statusCode() + " " + path + Arrays.toString(headers));
        note(path, planted.in(answer.body()));
        return answer.body();
    }

    private void note(String path, Set<String> here) {
        if (!here.isEmpty()) found.merge(path.replaceFirst("\\?.*", ""), here, Crawl::both);
    }

    private static Set<String> both(Set<String> a, Set<String> b) {
        Set<String> all = new java.util.TreeSet<>(a);
        all.addAll(b);
        return all;
    }
}
