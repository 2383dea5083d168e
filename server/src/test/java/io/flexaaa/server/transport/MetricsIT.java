package io.flexaaa.server.transport;

import static io.flexaaa.server.transport.BadPackets.attr;
import static io.flexaaa.server.transport.BadPackets.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.server.ServerTest;
import io.flexaaa.server.nas.NasService;
import io.flexaaa.server.nas.NasWrite;
import io.flexaaa.server.operator.Role;
import io.flexaaa.server.snapshot.SnapshotService;
import io.flexaaa.server.web.Api;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What Prometheus gets: bounded whatever is sent, and exactly what docs/metrics.md says. */
@ServerTest
class MetricsIT {
    private static final Pattern DOCUMENTED = Pattern.compile("^\\| `(flexaaa_\\w+)` \\| (\\w+) ");
    private static final InetAddress SERVER = InetAddress.ofLiteral("127.0.0.1");
    private static final String NAS = "metrics-nas";
    private static final String FROM = "127.0.0.24";

    @Autowired private Api api;
    @Autowired private NasService nas;
    @Autowired private SnapshotService snapshot;

    @Value("${flexaaa.radius.auth-ports}")
    private int authPort;

    @Value("${flexaaa.radius.acct-ports}")
    private int acctPort;

    private final BadPackets packets = new BadPackets(17);

    @BeforeEach
    void site() throws Exception {
        nas.put(
                NAS,
                new NasWrite(null, FROM, BadPackets.TEXT, null, true, null, null, null, true),
                null);
        assertThat(snapshot.awaitApplied(Duration.ofSeconds(20))).isTrue();
    }

    @Test
    void namesSourcesAndRealmsAddNoSeries() throws Exception {
        stir("first", 1);
        Awaitility.await()
                .atMost(20, TimeUnit.SECONDS)
                .until(() -> value("flexaaa_nas_answers_total", "recorded") >= 1);
        Set<String> before = ours();
        stir("stranger", 150);
        Awaitility.await()
                .atMost(20, TimeUnit.SECONDS)
                .until(() -> value("flexaaa_nas_answers_total", "recorded") >= 151);
        Set<String> added = new TreeSet<>(ours());
        added.removeAll(before);
        assertThat(added).isEmpty();
        assertThat(before).noneMatch(s -> s.contains("stranger") || s.contains("first"));
        long ofResponses =
                before.stream().filter(s -> s.startsWith("flexaaa_radius_response_")).count();
        long ofNas = before.stream().filter(s -> s.startsWith("flexaaa_nas_")).count();
        assertThat(ofResponses).isBetween(60L, 16L * 5 * 15);
        assertThat(ofNas).isLessThanOrEqualTo(8L * snapshot.current().nasEntries().size());
        assertThat(before.size() - ofResponses - ofNas).isLessThan(200);
    }

    @Test
    void aNasThatGoesTakesItsSeriesAlong() throws Exception {
        nas.put(
                "metrics-gone",
                new NasWrite(
                        null, "127.0.0.25", BadPackets.TEXT, null, true, null, null, null, true),
                null);
        await(() -> scrape().contains("nas=\"metrics-gone\""));
        api.signedIn(Role.ADMIN).delete("/api/v1/nas/metrics-gone");
        await(() -> !scrape().contains("nas=\"metrics-gone\""));
    }

    @Test
    void thePageListsWhatIsExported() throws Exception {
        stir("page", 1);
        List<String> page =
                Files.readAllLines(Path.of("..", "docs", "metrics.md"), StandardCharsets.UTF_8);
        Set<String> documented = new TreeSet<>();
        Set<String> prefixes = new TreeSet<>();
        for (String line : page) {
            Matcher m = DOCUMENTED.matcher(line);
            if (m.find()) documented.add(m.group(1) + " " + m.group(2));
            else if (line.startsWith("| `")) {
                for (String part : line.split("\\|")[1].split(",")) {
                    prefixes.add(part.strip().replace("`", ""));
                }
            }
        }
        await(() -> exported().containsAll(documented));
        Set<String> exported = exported();
        assertThat(exported.stream().filter(e -> e.startsWith("flexaaa_")))
                .containsExactlyInAnyOrderElementsOf(documented);
        assertThat(exported.stream().filter(e -> !e.startsWith("flexaaa_")))
                .allMatch(e -> prefixes.stream().anyMatch(e::startsWith));
    }

    /** One of each kind, under so many names: good, unknown, from nowhere, broken. */
    private void stir(String name, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            try (DatagramSocket known = new DatagramSocket(0, InetAddress.ofLiteral(FROM));
                    DatagramSocket unknown =
                            new DatagramSocket(
                                    0, InetAddress.ofLiteral("127.9." + i % 200 + ".7"))) {
                String who = name + i + "@realm-" + name + i + ".example";
                send(unknown, authPort, packets.lookUp(who));
                ask(known, authPort, packets.lookUp(who));
                ask(known, authPort, packets.lookUp(name + i));
                ask(known, authPort, packets.access(attr(1, who)));
                ask(known, authPort, packets.eap(who, BadPackets.hex("0201000801657665")));
                ask(known, authPort, packets.signed(12, packets.authenticator()));
                send(known, authPort, BadPackets.at(packets.lookUp(who), 30, 7));
                send(known, authPort, packets.access(attr(1, who), BadPackets.hex("c800")));
                send(known, authPort, packets.noise(30));
                send(known, acctPort, packets.accounting(report(99, who)));
                ask(known, acctPort, packets.accounting(report(1, who, attr(1, who))));
            }
        }
    }

    private static void send(DatagramSocket socket, int port, byte[] packet) throws IOException {
        socket.send(new DatagramPacket(packet, packet.length, SERVER, port));
    }

    private static void ask(DatagramSocket socket, int port, byte[] packet) throws IOException {
        send(socket, port, packet);
        socket.setSoTimeout(3_000);
        DatagramPacket answer = new DatagramPacket(new byte[4_096], 4_096);
        for (int tries = 0; ; tries++) {
            try {
                socket.receive(answer);
                return;
            } catch (SocketTimeoutException e) {
                if (tries == 3) throw e;
                send(socket, port, packet);
            }
        }
    }

    private static void await(java.util.concurrent.Callable<Boolean> done) {
        Awaitility.await().atMost(20, TimeUnit.SECONDS).until(done);
    }

    private String scrape() {
        return api.signedIn(Role.AUDITOR).get("/actuator/prometheus").body();
    }

    private double value(String metric, String outcome) {
        return scrape().lines()
                .filter(l ->
                        l.startsWith(metric)
                                && l.contains("\"" + NAS + "\"")
                                && l.contains("\"" + outcome + "\""))
                .mapToDouble(l -> Double.parseDouble(l.substring(l.lastIndexOf(' '))))
                .sum();
    }

    /** Each series without its value. */
    private Set<String> ours() {
        return scrape().lines()
                .filter(l -> l.startsWith("flexaaa_"))
                .map(l -> l.substring(0, l.lastIndexOf(' ')))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> exported() {
        return scrape().lines()
                .filter(l -> l.startsWith("# TYPE "))
                .map(l -> l.substring("# TYPE ".length()))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
