package io.flexaaa.server.sample;

import io.flexaaa.server.credential.PskKeys;
import io.flexaaa.server.credential.PskKind;
import io.flexaaa.server.credential.PskWrite;
import io.flexaaa.server.database.DataFolder;
import io.flexaaa.server.identity.GroupService;
import io.flexaaa.server.identity.GroupWrite;
import io.flexaaa.server.identity.PeerService;
import io.flexaaa.server.identity.PeerWrite;
import io.flexaaa.server.listing.PageRequest;
import io.flexaaa.server.nas.NasService;
import io.flexaaa.server.nas.NasType;
import io.flexaaa.server.nas.NasWrite;
import io.flexaaa.server.setup.FirstRunReport;
import io.flexaaa.server.setup.FirstRunStep;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;

/**
 * A small FlexVPN site that works at once with the built-in gateway on this machine. The names are
 * what the gateway's name-manglers make of the identities: spoke1.flexaaa.example asks for peer
 * spoke1 and group flexaaa.example.
 */
@Component
class SampleSite implements FirstRunStep {

    private static final String DOMAIN = "flexaaa.example";

    private final String hubAddress;
    private final String serverAddress;

    private final NasService nas;
    private final GroupService groups;
    private final PeerService peers;
    private final DataFolder data;
    private final SecureRandom random;
    private final List<Integer> authPorts;
    private final List<Integer> acctPorts;

    SampleSite(
            NasService nas,
            GroupService groups,
            PeerService peers,
            DataFolder data,
            SecureRandom random,
            @Value("${flexaaa.radius.auth-ports:1812,1645}") List<Integer> authPorts,
            @Value("${flexaaa.radius.acct-ports:1813,1646}") List<Integer> acctPorts,
            @Value("${flexaaa.first-run.hub-address:127.0.0.0/8}") String hubAddress,
            @Value("${flexaaa.first-run.server-address:127.0.0.1}") String serverAddress) {
        this.hubAddress = hubAddress;
        this.serverAddress = serverAddress;
        this.nas = nas;
        this.groups = groups;
        this.peers = peers;
        this.data = data;
        this.random = random;
        this.authPorts = authPorts;
        this.acctPorts = acctPorts;
    }

    @Override
    public String name() {
        return "sample-site";
    }

    @Override
    public int order() {
        return 20;
    }

    @Override
    public void run(FirstRunReport report) {
        if (!nas.list(PageRequest.first(1)).items().isEmpty()) {
            report.line("RADIUS clients exist already: no samples made");
            return;
        }
        String secret = fresh(24);
        nas.put(
                "gateway",
                new NasWrite(
                        "The gateway on this machine (sample)",
                        hubAddress,
                        secret,
                        NasType.FLEXAAA,
                        true,
                        null,
                        1700,
                        60,
                        true),
                null);
        report.line("RADIUS client 'gateway' made for " + hubAddress);
        groups.put(
                DOMAIN,
                new GroupWrite(
                        "All sample spokes",
                        List.of(
                                "ipsec:dns-servers=10.255.255.53",
                                "ipsec:route-set=remote ipv4 10.255.0.0 255.255.0.0",
                                "ip:interface-config=ip mtu 1400"),
                        null),
                null);
        report.line("group '" + DOMAIN + "' made");
        PskKeys first =
                spoke(report, "spoke1", PskKind.SYMMETRIC, "10.255.1.1", "2001:db8:255::1/128");
        PskKeys second = spoke(report, "spoke2", PskKind.ASYMMETRIC, "10.255.1.2", null);
        Path file = writeGatewayValues(secret, first, second);
        report.line("values for the gateway's configuration written to " + file);
        report.next("see the spokes and their keys in the console under Peers");
        report.next(
                "start the gateway as root with ./flexaaa up, or ./flexaaa demo for a whole tour");
    }

    private PskKeys spoke(
            FirstRunReport report, String name, PskKind kind, String ip, @Nullable String v6) {
        boolean both = kind == PskKind.ASYMMETRIC;
        PskKeys keys =
                new PskKeys(
                        kind,
                        both ? null : fresh(32),
                        both ? fresh(32) : null,
                        both ? fresh(32) : null);
        peers.put(
                name,
                new PeerWrite(
                        "Sample spoke, IKE identity " + name + "." + DOMAIN,
                        true,
                        DOMAIN,
                        new PskWrite(kind, keys.symmetric(), keys.local(), keys.remote(), null),
                        ip,
                        "255.255.255.255",
                        null,
                        v6,
                        List.of("ip:interface-config=description " + name),
                        null,
                        null),
                null);
        report.line(
                "peer '" + name + "' made for " + name + "." + DOMAIN + " with a generated PSK");
        return keys;
    }

    private Path writeGatewayValues(String secret, PskKeys first, PskKeys second) {
        try {
            Path file =
                    DataFolder.ensurePrivate(data.resolve("gateway"))
                            .resolve("first-run.properties");
            Files.deleteIfExists(file);
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            String text =
                    """
                    # What the gateway's first configuration needs of this server, and the sample spokes' keys. Mode 600.
                    radius.address=%s
                    radius.auth-port=%d
                    radius.acct-port=%d
                    radius.secret=%s
                    radius.authorization-password=cisco
                    dynauth.port=1700
                    identity.domain=%s
                    group=%s
                    # The sample spokes' keys: the hub's own is local, the spoke's is remote.
                    spoke1.psk=%s
                    spoke2.psk.local=%s
                    spoke2.psk.remote=%s
                    """
                            .formatted(
                                    serverAddress,
                                    authPorts.getFirst(),
                                    acctPorts.getFirst(),
                                    secret,
                                    DOMAIN,
                                    DOMAIN,
                                    first.symmetric(),
                                    second.local(),
                                    second.remote());
            Files.write(file, text.getBytes(StandardCharsets.UTF_8));
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("gateway/first-run.properties", e);
        }
    }

    private String fresh(int length) {
        String alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
