package io.flexaaa.server.secrets.planted;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.web.Api.Answer;
import io.flexaaa.server.web.Api.Browser;

import tools.jackson.databind.json.JsonMapper;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes secrets with a name, and remembers what was made with them. */
final class Planter {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final JsonMapper JSON = JsonMapper.shared();
    private final Planted planted;
    private final Browser admin;
    private final Map<String, String> secrets = new LinkedHashMap<>();
    private final List<String> made = new ArrayList<>();
    private final String formerIdentity;

    Planter(Planted planted, Browser admin) {
        this.planted = planted;
        this.admin = admin;
        this.formerIdentity = eapIdentity();
    }

    static String fresh(String what) {
        byte[] octets = new byte[9];
        RANDOM.nextBytes(octets);
        return what
                + "-"
                + Base64.getEncoder().encodeToString(octets).replace('+', 'x').replace('/', 'y');
    }

    int count() {
        return secrets.size();
    }

    /** The planted value of that name, made when first asked for. */
    String s(String what) {
        return secrets.computeIfAbsent(
                what,
                name -> planted.add(name, fresh(name.replaceAll("[^A-Za-z]", "").substring(0, 6))));
    }

    /** A secret that the server made. */
    void add(String what, String value) {
        planted.add(what, value);
        secrets.put(what, value);
    }

    Secret seed(String what, String base32) {
        planted.add(what, base32);
        byte[] octets = base32(base32);
        planted.octets(what + " in octets", octets);
        return Secret.wrap(octets);
    }

    void put(String path, Map<String, ?> body) {
        ok(admin.put(path, json(body)));
        if (!path.contains("/dynauth") && !path.contains("tls-identities")) made.add(path);
    }

    void made(String path) {
        made.add(path);
    }

    static Answer ok(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isBetween(200, 299);
        return answer;
    }

    /** Answered as a whole; each item has a status of its own. */
    static void bulk(Answer answer) {
        assertThat(answer.at("/failed")).as(answer.body()).isEqualTo("1");
    }

    static void refused(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isBetween(400, 499);
    }

    static String json(Object value) {
        return JSON.writeValueAsString(value);
    }

    /** What the others in this server must not meet. */
    void remove() {
        if (formerIdentity.isEmpty()) admin.delete("/api/v1/tls-identities/eap");
        else admin.put("/api/v1/tls-identities/eap", "{\"certificateId\":" + formerIdentity + "}");
        for (String url : made.reversed()) admin.delete(url.replaceFirst("\\?.*", ""));
    }

    private String eapIdentity() {
        for (var identity : admin.get("/api/v1/tls-identities").json().path("items"))
            if (identity.path("use").asString("").equals("eap"))
                return identity.at("/certificateId").asString("");
        return "";
    }

    private static byte[] base32(String text) {
        byte[] out = new byte[text.length() * 5 / 8];
        int bits = 0;
        int have = 0;
        int at = 0;
        for (char c : text.toCharArray()) {
            bits = bits << 5 | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c);
            have += 5;
            if (have >= 8) {
                have -= 8;
                out[at++] = (byte) (bits >> have);
            }
        }
        return out;
    }
}
