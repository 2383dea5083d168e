package io.flexaaa.server.instances;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.server.database.TestDatabase;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A configuration leaves one server as a file and enters another, empty one without loss. */
class ConfigurationMoveIT {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** What a server notes about a thing, which is not the thing. */
    private static final List<String> NOTES =
            List.of(
                    "id",
                    "version",
                    "createdAt",
                    "updatedAt",
                    "lastSeenAt",
                    "lastSignInAt",
                    "passwordSetAt",
                    "setAt",
                    "lastUsedAt",
                    "counters");

    private static final Map<String, String> THINGS =
            Map.ofEntries(
                    Map.entry(
                            "pools/branch",
                            "{\"ranges\":[\"10.66.0.0/24\"],\"exclusions\":[\"10.66.0.1\"],"
                                    + "\"netmask\":\"255.255.255.0\",\"holdSeconds\":900}"),
                    Map.entry(
                            "pools/branch6",
                            "{\"ranges\":[\"2001:db8:66::/64\"],\"prefixLength\":128}"),
                    Map.entry(
                            "groups/base",
                            "{\"description\":\"all\",\"avPairs\":[\"ipsec:dns-servers=192.0.2.53\"],"
                                + "\"framedPool\":\"HUB-POOL\"}"),
                    Map.entry(
                            "groups/child",
                            "{\"parent\":\"base\",\"addressPool\":\"branch\",\"addressPoolV6\":\"branch6\","
                                + "\"conditional\":[{\"when\":{\"nas\":[\"hub\"]},\"avPairs\":[\"ip:interface-config=ip"
                                + " mtu {{nas.mtu}}\"]}]}"),
                    Map.entry(
                            "peers/spoke1",
                            "{\"description\":\"ä ö <&>\",\"group\":\"child\",\"enabled\":false,"
                                + "\"addrV6\":\"2001:db8::1/64\",\"validUntil\":\"2031-01-02T03:04:05Z\","
                                + "\"acctInterimSeconds\":300,\"values\":{\"site\":\"bern\"},"
                                + "\"avPairs\":[\"ipsec:banner={{peer.site}}\",\"ipsec:banner=two\"],"
                                + "\"psk\":{\"kind\":\"asymmetric\",\"local\":\"local-key-4711\","
                                + "\"remote\":\"remote-key-4711\",\"expiresAt\":\"2032-01-02T03:04:05Z\"}}"),
                    Map.entry(
                            "peers/spoke2",
                            "{\"framedIp\":\"10.1.0.17\",\"framedNetmask\":\"255.255.0.0\","
                                + "\"framedPool\":\"P\",\"psk\":{\"kind\":\"symmetric\",\"symmetric\":\"sym-key-4711\"}}"),
                    Map.entry(
                            "users/ada",
                            "{\"group\":\"base\",\"password\":{\"storage\":\"hash\",\"value\":\"Analytical-Engine-1843\"}}"),
                    Map.entry(
                            "users/grace",
                            "{\"framedIp\":\"10.1.0.18\",\"password\":{\"storage\":\"reversible\",\"value\":\"Nanoseconds-of-Wire-11\"}}"),
                    Map.entry(
                            "nas/hub",
                            "{\"address\":\"192.0.2.0/25\",\"secret\":\"radius-secret-4711\",\"type\":\"flexvpn\","
                                + "\"authorizationPassword\":\"not-cisco\",\"dynAuthPort\":3799,"
                                + "\"requireMessageAuthenticator\":false,\"values\":{\"mtu\":\"1380\"}}"),
                    Map.entry(
                            "nas/hub/dynauth",
                            "{\"secret\":\"dynauth-secret-4711\",\"messageAuthenticator\":false,"
                                + "\"identifiers\":[[\"acct-session-id\"],[\"user-name\",\"framed-ip-address\"]]}"),
                    Map.entry(
                            "realms/duo",
                            "{\"match\":\"duo.example\",\"strip\":true,\"reply\":\"merge\",\"group\":\"base\","
                                + "\"nas\":[\"hub\"],\"timeoutMillis\":60000,\"denyAttributes\":[\"Framed-IP-Address\"],"
                                + "\"homeServers\":[{\"address\":\"192.0.2.200\",\"secret\":\"home-secret-4711\"},"
                                + "{\"address\":\"192.0.2.201\",\"authPort\":1645,\"acctPort\":1646,\"secret\":\"home-secret-4712\"}]}"),
                    Map.entry(
                            "webhooks/pager",
                            "{\"url\":\"https://192.0.2.99/hook\",\"secret\":\"webhook-secret-4711\",\"enabled\":false}"),
                    Map.entry(
                            "policy/tests/spoke2-address",
                            "{\"peer\":\"spoke2\",\"nas\":\"hub\",\"has\":[\"Framed-IP-Address=10.1.0.17\"]}"));

    /** What others refer to comes first. */
    private static final List<String> ORDER =
            List.of(
                    "pools/branch",
                    "pools/branch6",
                    "groups/base",
                    "groups/child",
                    "peers/spoke1",
                    "peers/spoke2",
                    "users/ada",
                    "users/grace",
                    "nas/hub",
                    "nas/hub/dynauth",
                    "realms/duo",
                    "webhooks/pager",
                    "policy/tests/spoke2-address");

    @Test
    void everythingIsThereAgain(@TempDir Path folder) throws Exception {
        TestDatabase.Fresh from = TestDatabase.fresh();
        TestDatabase.Fresh to = TestDatabase.fresh();
        try (ServerProcess source =
                        ServerProcess.start(folder.resolve("a"), folder.resolve("a.key"), from);
                ServerProcess target =
                        ServerProcess.start(folder.resolve("b"), folder.resolve("b.key"), to)) {
            String password = Awaitility.await().until(source::adminPassword, p -> p != null);
            source.signIn(password);
            target.signIn(Awaitility.await().until(target::adminPassword, p -> p != null));
            for (String thing : ORDER) ok(source, "PUT", "/api/v1/" + thing, THINGS.get(thing));
            String bare = ok(source, "GET", "/api/v1/export", "");
            assertThat(bare)
                    .doesNotContain("4711")
                    .doesNotContain("argon2")
                    .contains("192.0.2.201");
            String all = ok(source, "GET", "/api/v1/export?secrets=clear", "");

            String report = ok(target, "POST", "/api/v1/import", all);

            assertThat(JSON.readTree(report).path("failed").asInt()).as(report).isZero();
            // The first administrator's password came along, and that ends its sessions.
            target.signIn(password);
            assertThat(JSON.readTree(ok(target, "GET", "/api/v1/export?secrets=clear", "")))
                    .isEqualTo(JSON.readTree(all));
            for (String list :
                    List.of(
                            "pools",
                            "groups",
                            "peers",
                            "users",
                            "nas",
                            "realms",
                            "webhooks",
                            "operators",
                            "policy/tests"))
                assertThat(resource(target, list)).as(list).isEqualTo(resource(source, list));
            assertThat(resource(target, "nas/hub/dynauth"))
                    .isEqualTo(resource(source, "nas/hub/dynauth"));
            String again = ok(target, "POST", "/api/v1/import?dryRun=true", all);
            assertThat(JSON.readTree(again).path("rows").findValuesAsString("verdict"))
                    .as(again)
                    .allMatch("same"::equalsIgnoreCase);
        }
    }

    private static JsonNode resource(ServerProcess server, String path) throws Exception {
        JsonNode answer = JSON.readTree(ok(server, "GET", "/api/v1/" + path, ""));
        return withoutNotes(answer);
    }

    private static JsonNode withoutNotes(JsonNode node) {
        switch (node) {
            case ObjectNode object -> {
                NOTES.forEach(object::remove);
                object.forEach(ConfigurationMoveIT::withoutNotes);
            }
            case ArrayNode array -> array.forEach(ConfigurationMoveIT::withoutNotes);
            default -> {}
        }
        return node;
    }

    private static String ok(ServerProcess server, String method, String path, String body)
            throws Exception {
        var answer = server.send(method, path, body);
        assertThat(answer.statusCode()).as(path + ": " + answer.body()).isBetween(200, 299);
        return answer.body();
    }
}
