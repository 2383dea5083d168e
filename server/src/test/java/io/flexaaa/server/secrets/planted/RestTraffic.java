package io.flexaaa.server.secrets.planted;

import static io.flexaaa.server.secrets.planted.Planter.bulk;
import static io.flexaaa.server.secrets.planted.Planter.json;
import static io.flexaaa.server.secrets.planted.Planter.ok;
import static io.flexaaa.server.secrets.planted.Planter.refused;

import io.flexaaa.protocol.otp.Totp;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.operator.Role;
import io.flexaaa.server.web.Api;
import io.flexaaa.server.web.Api.Answer;
import io.flexaaa.server.web.Api.Browser;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Secrets by REST: where they belong, and in bodies that are refused. */
final class RestTraffic {
    private final Planter planter;
    private final String visible;
    private final Browser admin;
    private final Api api;

    RestTraffic(Planter planter, String visible, Browser admin, Api api) {
        this.planter = planter;
        this.visible = visible;
        this.admin = admin;
        this.api = api;
    }

    private String s(String what) {
        return planter.s(what);
    }

    /** Secrets where they do not belong, in bodies that are refused. */
    void refusals() {
        String wrong = s("secret in a wrong field");
        for (String body :
                List.of(
                        "{\"psk\":\"%s\"}",
                        "{\"framedIp\":\"%s\"}",
                        "{\"%s\":1}",
                        "{\"enabled\":\"%s\"}",
                        "{\"psk\":{\"kind\":\"symmetric\",\"symmetric\":\"%s\"",
                        "{\"psk\":{\"kind\":\"%s\"}}",
                        "\"%s\"",
                        "{\"group\":\"%s\"}",
                        "{\"avPairs\":[\"ipsec:ikev2-password-remote=%s\"]}",
                        "{\"validUntil\":\"%s\"}"))
            refused(admin.put("/api/v1/peers/secrets-refused", body.formatted(wrong)));
        for (String path : List.of("users", "nas", "realms", "webhooks", "pools", "groups"))
            for (String body :
                    List.of(
                            "{\"%s\":1}",
                            "{\"address\":\"%s\",\"url\":\"%<s\"}",
                            "[\"%s\"]",
                            "{\"description\":[\"%s\"]}"))
                refused(admin.put("/api/v1/" + path + "/secrets-refused", body.formatted(wrong)));
        refused(
                admin.put(
                        "/api/v1/users/secrets-refused",
                        json(
                                Map.of(
                                        "password",
                                        Map.of(
                                                "storage",
                                                "reversible",
                                                "value",
                                                s("password that is refused")),
                                        "group",
                                        "no-such-group"))));
        refused(
                admin.put(
                        "/api/v1/webhooks/secrets-refused",
                        json(
                                Map.of(
                                        "url",
                                        "file:///x",
                                        "secret",
                                        s("webhook secret that is refused")))));
        bulk(
                admin.post(
                        "/api/v1/bulk",
                        json(
                                Map.of(
                                        "items",
                                        List.of(
                                                Map.of(
                                                        "method",
                                                        "PUT",
                                                        "path",
                                                        "/api/v1/peers/secrets-refused",
                                                        "body",
                                                        Map.of(
                                                                "psk",
                                                                Map.of(
                                                                        "kind",
                                                                        "symmetric",
                                                                        "symmetric",
                                                                        s("PSK in a bulk")),
                                                                "framedIp",
                                                                "nonsense")))))));
        ok(
                admin.put(
                        "/api/v1/peers/secrets-dry?dryRun=true",
                        json(
                                Map.of(
                                        "psk",
                                        Map.of(
                                                "kind",
                                                "symmetric",
                                                "symmetric",
                                                s("PSK of a dry run"))))));
        admin.get(
                "/api/v1/policy/preview?peer=secrets-spoke&nas=secrets-hub&method="
                        + s("query parameter"));
        ok(admin.get("/api/v1/policy/preview?peer=secrets-spoke2&nas=secrets-hub"));
    }

    /** Keys in the lists of AV pairs that are kept in clear. */
    void keysInLists() {
        String pair = "ipsec:ikev2-password-local=" + s("key among AV pairs");
        String pairs = "{\"avPairs\":[\"%s\"]}".formatted(pair);
        String conditional = "{\"conditional\":[{\"avPairs\":[\"%s\"]}]}".formatted(pair);
        for (String path : List.of("groups", "peers", "users"))
            refused(admin.put("/api/v1/" + path + "/secrets-refused", pairs));
        for (String path : List.of("groups", "peers"))
            refused(admin.put("/api/v1/" + path + "/secrets-refused", conditional));
        for (String list : List.of("has", "lacks"))
            refused(
                    admin.put(
                            "/api/v1/policy/tests/secrets-refused",
                            json(
                                    Map.of(
                                            "peer",
                                            "secrets-spoke",
                                            "nas",
                                            "secrets-hub",
                                            list,
                                            List.of(pair)))));
        refused(
                admin.post(
                        "/api/v1/dynauth/jobs",
                        json(
                                Map.of(
                                        "kind",
                                        "coa",
                                        "validate",
                                        false,
                                        "avPairs",
                                        List.of(pair),
                                        "query",
                                        Map.of("peer", "secrets-spoke")))));
    }

    void transfers() throws IOException, InterruptedException {
        String csv = "name,description,psk.symmetric,framedIp\nsecrets-in,%s,%s,%s\n";
        ok(
                admin.post(
                        "/api/v1/import?format=csv&kind=peer&dryRun=true",
                        csv.formatted(visible, s("PSK tried to import"), "")));
        admin.post(
                "/api/v1/import?format=csv&kind=peer",
                csv.formatted(visible, s("PSK of a bad import"), "nonsense"));
        ok(
                admin.post(
                        "/api/v1/import?format=csv&kind=peer",
                        csv.formatted(visible, s("imported PSK"), "")));
        Answer second =
                ok(
                        admin.post(
                                "/api/v1/import?format=csv&kind=peer",
                                csv.formatted(visible, s("PSK imported over another"), "")));
        ok(admin.post("/api/v1/imports/" + second.json().get("id").asInt() + "/undo", "{}"));
        planter.made("/api/v1/peers/secrets-in");
        admin.post(
                "/api/v1/import?format=freeradius-users",
                "secrets-fr Cleartext-Password := \"" + s("password of a users file") + "\"\n");
        planter.made("/api/v1/users/secrets-fr");
        admin.post(
                "/api/v1/import?format=json",
                "{\"" + s("secret in a file that is no export") + "\":");
        Browser operator = api.signedIn(Role.OPERATOR);
        refused(operator.get("/api/v1/export?format=freeradius-users&secrets=clear"));
    }

    void operators() {
        String name = "secrets-operator";
        admin.delete("/api/v1/operators/" + name);
        ok(
                admin.post(
                        "/api/v1/operators",
                        json(
                                Map.of(
                                        "name",
                                        name,
                                        "role",
                                        "operator",
                                        "password",
                                        s("password of an operator")))));
        planter.made("/api/v1/operators/" + name);
        Browser operator = api.browser();
        ok(operator.signIn(name, s("password of an operator")));
        planter.add("session cookie", operator.cookie("FLEXAAA_SESSION").orElseThrow());
        refused(api.browser().signIn(name, s("wrong password of an operator")));
        refused(
                api.browser()
                        .signIn(s("password typed as a name"), s("wrong password of an operator")));
        refused(
                api.browser()
                        .post(
                                "/api/v1/session",
                                "{\"username\":{\"" + s("password in a bad sign-in") + "\":1}}"));
        planter.add(
                "API token",
                ok(operator.post("/api/v1/tokens", "{\"name\":\"secrets\"}")).at("/secret"));
        refused(api.browser().withToken(s("token nobody made")).get("/api/v1/peers"));
        Answer enrolled = ok(operator.post("/api/v1/operators/me/totp", "{}"));
        Secret seed = planter.seed("TOTP seed of an operator", enrolled.at("/secret"));
        Answer codes =
                ok(
                        operator.post(
                                "/api/v1/operators/me/totp:confirm",
                                "{\"code\":\""
                                        + Totp.code(seed, Totp.step(System.currentTimeMillis()))
                                        + "\"}"));
        codes.json()
                .get("recoveryCodes")
                .forEach(code -> planter.add("recovery code", code.asString()));
        refused(
                operator.post(
                        "/api/v1/operators/me/password",
                        json(
                                Map.of(
                                        "current",
                                        s("wrong password of an operator"),
                                        "replacement",
                                        s("next password of an operator")))));
        ok(
                operator.post(
                        "/api/v1/operators/me/password",
                        json(
                                Map.of(
                                        "current",
                                        s("password of an operator"),
                                        "replacement",
                                        s("next password of an operator")))));
        ok(
                admin.post(
                        "/api/v1/operators/" + name + "/password",
                        json(Map.of("password", s("password set by another")))));
    }
}
