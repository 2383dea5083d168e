package io.flexaaa.server.transport.radsec;

import io.flexaaa.server.certificate.Certificate;
import io.flexaaa.server.certificate.CertificateOrder;
import io.flexaaa.server.certificate.CertificatePurpose;
import io.flexaaa.server.certificate.CertificateService;
import io.flexaaa.server.certificate.IssuedCertificate;
import io.flexaaa.server.certificate.OpenSsl;
import io.flexaaa.server.certificate.ServerIdentities;
import io.flexaaa.server.certificate.TlsIdentityService;
import io.flexaaa.server.certificate.TlsUse;
import io.flexaaa.server.credential.PskKind;
import io.flexaaa.server.credential.PskWrite;
import io.flexaaa.server.identity.PeerService;
import io.flexaaa.server.identity.PeerWrite;
import io.flexaaa.server.nas.NasService;
import io.flexaaa.server.nas.NasWrite;
import io.flexaaa.server.snapshot.SnapshotService;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;

/** A hub, a spoke, a server certificate and the hub's, all from the built-in authority. */
final class RadSecSite {
    static final String HUB = "127.0.0.77";
    static final String NAME = "hub.radsec.test";
    static final String PASSPHRASE = "test-passphrase";
    private final CertificateService certificates;
    private final TlsIdentityService identities;
    private final ServerIdentities shown;
    private final NasService nas;
    private final PeerService peers;
    private final SnapshotService snapshot;
    private final int port;

    RadSecSite(ApplicationContext context) {
        this.certificates = context.getBean(CertificateService.class);
        this.identities = context.getBean(TlsIdentityService.class);
        this.shown = context.getBean(ServerIdentities.class);
        this.nas = context.getBean(NasService.class);
        this.peers = context.getBean(PeerService.class);
        this.snapshot = context.getBean(SnapshotService.class);
        this.port =
                context.getEnvironment().getRequiredProperty("flexaaa.radsec.port", Integer.class);
    }

    private boolean listens() {
        try (Socket probe = new Socket()) {
            probe.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** A hub's certificate in every form a peer wants it. */
    record Hub(long id, byte[] pkcs12, X509Certificate authority, SSLContext context) {}

    void open() throws InterruptedException {
        nas.put(
                "radsec-it",
                new NasWrite(null, HUB, null, null, true, null, null, null, true, null, NAME),
                null);
        peers.put(
                "radsec-spoke",
                new PeerWrite(
                        null,
                        true,
                        null,
                        new PskWrite(PskKind.SYMMETRIC, "key-over-tls", null, null, null),
                        null,
                        null,
                        null,
                        null,
                        List.of("ip:interface-config=mtu 1400"),
                        null,
                        null),
                null);
        if (shown.radsec() == null) {
            Certificate server =
                    certificates
                            .issue(
                                    order(
                                            CertificatePurpose.SERVER,
                                            List.of("ip:127.0.0.1", "dns:localhost"),
                                            null))
                            .certificate();
            identities.assign(TlsUse.RADSEC, server.id());
        }
        snapshot.awaitApplied(Duration.ofSeconds(20));
        Awaitility.await().atMost(20, TimeUnit.SECONDS).until(this::listens);
    }

    Hub hub(String name) {
        IssuedCertificate issued =
                certificates.issue(
                        order(CertificatePurpose.HUB, List.of("dns:" + name), PASSPHRASE));
        byte[] file = Base64.getDecoder().decode(Objects.requireNonNull(issued.pkcs12()));
        X509Certificate authority = last(issued.certificate().chainPem());
        return new Hub(
                issued.certificate().id(),
                file,
                authority,
                RadSecClient.context(file, PASSPHRASE, authority));
    }

    /** Writes {@code hub.pem}, {@code hub.key} and {@code ca.pem}. */
    static void files(Hub hub, OpenSsl openssl) {
        openssl.write("hub.p12", hub.pkcs12());
        String in = "pkcs12 -in hub.p12 -passin pass:" + PASSPHRASE;
        openssl.must(in + " -nodes -nocerts -out hub.key");
        openssl.must(in + " -nokeys -clcerts -out hub.pem");
        openssl.must(in + " -nokeys -cacerts -out ca.pem");
    }

    private static CertificateOrder order(
            CertificatePurpose purpose, List<String> names, @Nullable String passphrase) {
        return new CertificateOrder(
                null, purpose, "CN=" + purpose.code(), names, null, null, null, passphrase);
    }

    private static X509Certificate last(String pem) {
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificates(
                            new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .reduce((_, b) -> b)
                    .orElseThrow();
        } catch (CertificateException e) {
            throw new IllegalStateException(e);
        }
    }
}
