package io.flexaaa.server.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.protocol.radius.Code;
import io.flexaaa.server.ServerTest;
import io.flexaaa.server.audit.AuditLog;
import io.flexaaa.server.operator.Role;
import io.flexaaa.server.snapshot.SnapshotService;
import io.flexaaa.server.testclient.TestClient;
import io.flexaaa.server.testclient.TestRequest;
import io.flexaaa.server.testclient.TestRequest.NamedValue;
import io.flexaaa.server.web.Api;
import io.flexaaa.server.web.Api.Answer;
import io.flexaaa.server.web.Api.Browser;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** Import, undo, export over HTTP. */
@ServerTest
class TransferIT {
    /** -Dflexaaa.import.peers=1000 for a quick look. */
    private static final int MANY = Integer.getInteger("flexaaa.import.peers", 10_000);

    private final Api api;
    private final AuditLog audit;
    private final SnapshotService snapshot;
    private final int authPort;
    private Browser admin;

    @Autowired
    TransferIT(
            Api api,
            AuditLog audit,
            SnapshotService snapshot,
            @Value("${flexaaa.radius.auth-ports}") int authPort) {
        this.snapshot = snapshot;
        this.authPort = authPort;
        this.api = api;
        this.audit = audit;
        this.admin = api.browser();
    }

    @BeforeEach
    void signIn() {
        admin = api.signedIn(Role.ADMIN);
    }

    @Test
    void aDryRunGivesAVerdictForEachRowAndChangesNothing() {
        admin.put("/api/v1/peers/tr-same", "{\"framedIp\":\"192.0.2.1\"}");
        admin.put("/api/v1/peers/tr-change", "{\"framedIp\":\"192.0.2.2\"}");
        String csv =
                """
                name,framedIp,psk.symmetric,avPairs
                tr-same,192.0.2.1,,
                tr-change,192.0.2.3,planted-import-4711,
                tr-new,192.0.2.4,,"ip:interface-config=ip mtu 1400
                ip:interface-config=ip tcp adjust-mss 1360"
                tr-bad,10.0.0.999,,
                """;

        Answer tried = admin.post("/api/v1/import?format=csv&kind=peer&dryRun=true", csv);

        assertThat(tried.status()).as(tried.body()).isEqualTo(200);
        assertThat(verdicts(tried)).containsExactly("same", "change", "create", "error");
        assertThat(tried.json().at("/rows/1/fields").toString())
                .contains("framedIp")
                .contains("psk");
        assertThat(tried.json().at("/rows/3/line").asInt()).isEqualTo(6);
        assertThat(tried.at("/rows/3/errors/0/field")).isEqualTo("framedIp");
        assertThat(tried.body()).doesNotContain("planted-import");
        assertThat(admin.get("/api/v1/peers/tr-new").status()).isEqualTo(404);

        Answer atomic = admin.post("/api/v1/import?format=csv", csv);
        assertThat(atomic.status()).isEqualTo(422);
        assertThat(atomic.json().get("committed").asBoolean()).isFalse();
        assertThat(admin.get("/api/v1/peers/tr-new").status()).isEqualTo(404);

        Answer each = admin.post("/api/v1/import?format=csv&mode=each", csv);
        assertThat(each.status()).as(each.body()).isEqualTo(200);
        assertThat(each.json().get("failed").asInt()).isEqualTo(1);
        assertThat(admin.get("/api/v1/peers/tr-new").json().get("avPairs")).hasSize(2);
        assertThat(admin.post("/api/v1/peers/tr-change/psk:reveal", "").at("/symmetric"))
                .isEqualTo("planted-import-4711");
        assertThat(verdicts(admin.post("/api/v1/import?format=csv&mode=each", csv)))
                .containsExactly("same", "same", "same", "error");
        assertThat(audit.firstBreak()).isNull();
    }

    @Test
    void anImportIsUndoneUnlessSomethingChangedSince() {
        admin.put(
                "/api/v1/peers/tr-undo",
                "{\"description\":\"before\",\"psk\":{\"kind\":\"symmetric\",\"symmetric\":\"the-former-key\"}}");
        String csv =
                """
                name,description,psk.symmetric
                tr-undo,after,the-newer-key
                tr-undo-new,new,
                """;
        int first = admin.post("/api/v1/import?format=csv", csv).json().get("id").asInt();
        admin.put("/api/v1/peers/tr-undo-new", "{\"description\":\"changed by hand\"}");
        Answer refused = admin.post("/api/v1/imports/" + first + "/undo", "{}");
        assertThat(refused.status()).as(refused.body()).isEqualTo(422);
        assertThat(refused.at("/errors/0/field")).isEqualTo("peer/tr-undo-new");
        assertThat(admin.get("/api/v1/peers/tr-undo").at("/description")).isEqualTo("after");

        int second =
                admin.post("/api/v1/import?format=csv", csv.replace("after", "after2"))
                        .json()
                        .get("id")
                        .asInt();
        Answer undone = admin.post("/api/v1/imports/" + second + "/undo", "{}");
        assertThat(undone.status()).as(undone.body()).isEqualTo(200);
        assertThat(admin.get("/api/v1/peers/tr-undo").at("/description")).isEqualTo("after");
        assertThat(admin.get("/api/v1/peers/tr-undo-new").at("/description"))
                .isEqualTo("changed by hand");
        assertThat(admin.post("/api/v1/imports/" + second + "/undo", "{}").at("/code"))
                .isEqualTo("ALREADY_UNDONE");
    }

    @Test
    void undoPutsAFormerKeyBackAndTakesWhatWasNewAway() {
        admin.put(
                "/api/v1/peers/tr-key",
                "{\"psk\":{\"kind\":\"symmetric\",\"symmetric\":\"the-former-key\"}}");
        Answer done =
                admin.post(
                        "/api/v1/import?format=csv",
                        "name,psk.symmetric\ntr-key,the-newer-key\ntr-key-new,another-new-key\n");
        int id = done.json().get("id").asInt();
        assertThat(admin.post("/api/v1/peers/tr-key/psk:reveal", "").at("/symmetric"))
                .isEqualTo("the-newer-key");

        assertThat(admin.post("/api/v1/imports/" + id + "/undo", "{}").status()).isEqualTo(200);

        assertThat(admin.post("/api/v1/peers/tr-key/psk:reveal", "").at("/symmetric"))
                .isEqualTo("the-former-key");
        assertThat(admin.get("/api/v1/peers/tr-key-new").status()).isEqualTo(404);
    }

    @Test
    void jsonComesBackWithoutLossAndSecretsAreSealedByThePassphrase() {
        admin.put("/api/v1/groups/tr-json", "{\"avPairs\":[\"ipsec:dns-servers=192.0.2.53\"]}");
        admin.put(
                "/api/v1/peers/tr-json-1",
                "{\"group\":\"tr-json\",\"enabled\":false,\"addrV6\":\"2001:db8::1/64\","
                    + "\"validUntil\":\"2030-01-02T03:04:05Z\",\"acctInterimSeconds\":300,"
                    + "\"psk\":{\"kind\":\"asymmetric\",\"local\":\"local-key-4711\",\"remote\":\"remote-key-4711\"}}");
        Answer export = export("/api/v1/export?secrets=sealed", "five random words here");
        assertThat(export.status()).as(export.body()).isEqualTo(200);
        assertThat(export.body()).contains("tr-json-1").doesNotContain("local-key-4711");
        assertThat(admin.get("/api/v1/export").body()).doesNotContain("psk");

        assertThat(set(verdicts(load(export.body(), "five random words here"))))
                .containsExactly("same");
        admin.delete("/api/v1/peers/tr-json-1");
        Answer wrong = load(export.body(), "five other words here");
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.body()).contains("does not open with this passphrase");
        Answer back = load(export.body(), "five random words here");
        assertThat(back.json().get("created").asInt()).as(back.body()).isEqualTo(1);
        assertThat(admin.post("/api/v1/peers/tr-json-1/psk:reveal", "").at("/remote"))
                .isEqualTo("remote-key-4711");
        Answer again = export("/api/v1/export?secrets=clear", null);
        assertThat(again.body()).contains("local-key-4711");
        assertThat(admin.get("/api/v1/audit?action=export-secrets").at("/items/0/detail/secrets"))
                .isEqualTo("clear");
        Browser operator = api.signedIn(Role.OPERATOR);
        assertThat(operator.get("/api/v1/export?secrets=clear").body()).contains("secrets:export");
    }

    @Test
    void freeRadiusUsersAreTakenOverAndDefaultEntriesRefusedByName() {
        Answer tried =
                admin.post(
                        "/api/v1/import?format=freeradius-users&mode=each",
                        """
                        # a spoke
                        "tr-fr spoke"  Cleartext-Password := "cisco"
                                Tunnel-Password = "fr-psk-4711",   # the key
                                Framed-IP-Address = 192.0.2.44,
                                Cisco-AVPair += "ipsec:route-set=remote ipv4 10.44.0.0 255.255.0.0"

                        tr-fr-two Cleartext-Password := cisco
                                Cisco-AVPair = "ipsec:ikev2-password-local=fr-local-4711",
                                Cisco-AVPair += "ipsec:ikev2-password-remote=fr-remote-4711"
                        tr-fr-off Auth-Type := Reject
                        tr-fr-odd Cleartext-Password := "cisco", NAS-IP-Address == 192.0.2.9
                                Tunnel-Password = "fr-psk-4712"
                        DEFAULT Auth-Type := Reject
                        """);

        assertThat(tried.status()).as(tried.body()).isEqualTo(200);
        assertThat(verdicts(tried))
                .containsExactlyInAnyOrder("create", "create", "create", "error", "error");
        assertThat(tried.body())
                .contains("DEFAULT entries are not imported")
                .contains("NAS-IP-Address");
        assertThat(admin.post("/api/v1/peers/tr-fr%20spoke/psk:reveal", "").at("/symmetric"))
                .isEqualTo("fr-psk-4711");
        assertThat(admin.post("/api/v1/peers/tr-fr-two/psk:reveal", "").at("/local"))
                .isEqualTo("fr-local-4711");
        assertThat(admin.get("/api/v1/peers/tr-fr-off").json().get("enabled").asBoolean())
                .isFalse();
    }

    @Test
    void freeRadiusTablesAndIseUsersAreTakenOver() {
        Answer sql =
                admin.post(
                        "/api/v1/import?format=freeradius-sql",
                        """
                        INSERT INTO `radcheck` VALUES (1,'tr-sql','Cleartext-Password',':=','cisco');
                        INSERT INTO radreply (id, username, attribute, op, value) VALUES
                          (1,'tr-sql','Tunnel-Password','=','sql-psk''4711'),
                          (2,'tr-sql','Cisco-AVPair','+=','ipsec:dns-servers=192.0.2.53');
                        COPY public.radgroupreply (id, groupname, attribute, op, value) FROM stdin;
                        1\ttr-sql-group\tFramed-Pool\t=\tPOOL
                        \\.
                        INSERT INTO radusergroup VALUES ('tr-sql','tr-sql-group',1);
                        """);
        assertThat(sql.status()).as(sql.body()).isEqualTo(200);
        assertThat(admin.get("/api/v1/peers/tr-sql").at("/group")).isEqualTo("tr-sql-group");
        assertThat(admin.get("/api/v1/groups/tr-sql-group").at("/framedPool")).isEqualTo("POOL");
        assertThat(admin.post("/api/v1/peers/tr-sql/psk:reveal", "").at("/symmetric"))
                .isEqualTo("sql-psk'4711");

        Answer ise =
                admin.post(
                        "/api/v1/import?format=ise-users&mode=each",
                        """
                        User Name:String(32):Required,First Name:String(32),Last Name:String(32),Password:String(32),Is Password Encrypted:Boolean(true|false),Enabled:String
                        tr-ise,Ada,Lovelace,Analytical-Engine-1843,false,enabled
                        tr-ise-2,Grace,Hopper,AbCdEf==,true,enabled
                        """);
        assertThat(verdicts(ise)).as(ise.body()).containsExactly("create", "error");
        assertThat(admin.get("/api/v1/users/tr-ise").at("/description")).isEqualTo("Ada Lovelace");
        assertThat(ise.body()).doesNotContain("Analytical-Engine");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    json             | [1]                        | line 1
                    json             | {                          | is not JSON
                    json             | {"flexaaa":2}              | flexaaa
                    json             | {"flexaaa":1,"pear":[]}    | pear
                    json             | {"flexaaa":1,"peer":{}}    | no list
                    csv              | nam                        | is no column of a peer
                    csv              | name,"x                    | does not end
                    freeradius-users | '  Framed-Pool = x'        | follows no name
                    freeradius-users | $INCLUDE other             | includes another file
                    freeradius-sql   | select 1                   | no INSERT
                    ise-users        | a,b                        | User Name
                    xml              | <a/>                       | is no format known
                    """)
    void aFileThatCannotBeReadIsRefusedWhole(String format, String body, String expected) {
        Answer answer = admin.post("/api/v1/import?format=" + format, body);

        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(answer.json().toString()).contains(expected);
    }

    @Test
    void badRowsAreNamedAndNothingIsHalfApplied() {
        Answer answer =
                admin.post(
                        "/api/v1/import",
                        """
                        {"flexaaa":1,"peer":[{"name":"tr-half","framedIp":"192.0.2.1"},
                          {"framedIp":"192.0.2.1"},{"name":"tr-half2","colour":"red"},
                          {"name":"tr-half3","psk":{"kind":"symmetric","symmetric":"short"}}]}\
                        """);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(verdicts(answer)).containsExactly("create", "error", "error", "error");
        assertThat(answer.at("/rows/2/errors/0/field")).isEqualTo("colour");
        assertThat(answer.at("/rows/3/errors/0/field")).isEqualTo("psk.symmetric");
        assertThat(admin.get("/api/v1/peers/tr-half").status()).isEqualTo(404);
    }

    @Test
    void tenThousandPeersInOneImportAndOutAgainWhileRadiusAnswers() throws Exception {
        admin.put("/api/v1/nas/tr-radius", "{\"address\":\"127.0.0.1\",\"secret\":\"testing123\"}");
        admin.put(
                "/api/v1/peers/tr-probe",
                "{\"psk\":{\"kind\":\"symmetric\",\"symmetric\":\"key-of-the-probe\"}}");
        assertThat(snapshot.awaitApplied(Duration.ofSeconds(20))).isTrue();
        AtomicBoolean importing = new AtomicBoolean(true);
        var probe = CompletableFuture.supplyAsync(() -> lookUpsWhile(importing));
        StringBuilder csv = new StringBuilder("name,framedIp,psk.symmetric,avPairs\n");
        for (int i = 0; i < MANY; i++)
            csv.append(
                            "tr-many-%05d,10.%d.%d.1,key-of-many-%05d,"
                                    .formatted(i, i / 250, i % 250, i))
                    .append("\"ipsec:route-set=remote ipv4 10.0.0.0 255.0.0.0\"\n");
        Instant began = Instant.now();

        Answer answer = admin.post("/api/v1/import?format=csv", csv.toString());

        Duration took = Duration.between(began, Instant.now());
        System.out.println("import of " + MANY + " peers took " + took);
        assertThat(answer.status()).as(answer.body().substring(0, 300)).isEqualTo(200);
        assertThat(answer.json().get("created").asInt()).isEqualTo(MANY);
        // The snapshot takes the rows in after the commit: that must not be slow either.
        assertThat(snapshot.awaitApplied(Duration.ofSeconds(60))).isTrue();
        importing.set(false);
        LongSummaryStatistics millis = probe.get();
        System.out.println("look-ups meanwhile, milliseconds: " + millis);
        assertThat(millis.getCount()).isGreaterThan(50);
        assertThat(millis.getMax()).isLessThan(1_000);
        admin.delete("/api/v1/nas/tr-radius");
        assertThat(took).isLessThan(Duration.ofSeconds(60));
        Answer undone =
                admin.post("/api/v1/imports/" + answer.json().get("id").asInt() + "/undo", "{}");
        assertThat(undone.json().get("objects").asInt()).isEqualTo(MANY);
        assertThat(audit.firstBreak()).isNull();
    }

    private LongSummaryStatistics lookUpsWhile(AtomicBoolean importing) {
        LongSummaryStatistics millis = new LongSummaryStatistics();
        TestRequest request =
                new TestRequest(
                        Code.ACCESS_REQUEST,
                        List.of(
                                new NamedValue("User-Name", "tr-probe"),
                                new NamedValue("User-Password", "cisco"),
                                new NamedValue("Service-Type", "Outbound-User")));
        while (importing.get())
            try {
                var result =
                        TestClient.ask(
                                new InetSocketAddress("127.0.0.1", authPort),
                                request,
                                "testing123",
                                5_000,
                                1);
                if (!(result instanceof TestClient.Result.Answered answered))
                    throw new IllegalStateException(result.toString());
                millis.accept(answered.millis());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        return millis;
    }

    private Answer export(String path, @org.jspecify.annotations.Nullable String passphrase) {
        return passphrase == null
                ? admin.get(path)
                : admin.call("GET", path, null, "X-FlexAAA-Passphrase", passphrase);
    }

    private Answer load(String body, String passphrase) {
        return admin.call("POST", "/api/v1/import", body, "X-FlexAAA-Passphrase", passphrase);
    }

    private static List<String> verdicts(Answer answer) {
        List<String> all = new ArrayList<>();
        for (JsonNode row : answer.json().path("rows"))
            all.add(row.path("verdict").asString().toLowerCase(java.util.Locale.ROOT));
        return all;
    }

    private static java.util.Set<String> set(List<String> all) {
        return new java.util.TreeSet<>(all);
    }
}
