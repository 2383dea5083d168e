package io.flexaaa.e2e.lab;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Peers and groups as an operator would write them, over REST. */
public final class Peers {
    private final Rest rest;

    public Peers(Rest rest) {
        this.rest = rest;
    }

    public void group(String name, String... avPairs) {
        Rest.ok(rest.put("/api/v1/groups/" + name, Map.of("avPairs", List.of(avPairs))));
    }

    public void symmetric(String name, String psk, Map<String, Object> more, String... avPairs) {
        put(name, Map.of("kind", "symmetric", "symmetric", psk), more, avPairs);
    }

    public void asymmetric(
            String name,
            String hubKey,
            String spokeKey,
            Map<String, Object> more,
            String... avPairs) {
        put(name, Map.of("kind", "asymmetric", "local", hubKey, "remote", spokeKey), more, avPairs);
    }

    public void put(
            String name, Map<String, Object> psk, Map<String, Object> more, String... avPairs) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("enabled", true);
        body.put("psk", psk);
        body.put("avPairs", List.of(avPairs));
        body.putAll(more);
        // In force before the first packet: the server says so itself.
        Rest.ok(rest.put("/api/v1/peers/" + name + "?wait=applied", body));
    }
}
