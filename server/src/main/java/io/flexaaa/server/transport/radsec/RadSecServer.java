package io.flexaaa.server.transport.radsec;

import io.flexaaa.protocol.radius.Radius11;
import io.flexaaa.server.certificate.ClientDecision;
import io.flexaaa.server.certificate.ClientTrust;
import io.flexaaa.server.certificate.ServerIdentities;
import io.flexaaa.server.certificate.ServerIdentity;
import io.flexaaa.server.certificate.TlsUse;
import io.flexaaa.server.certificate.TrustChanged;
import io.flexaaa.server.certificate.TrustRefusal;
import io.flexaaa.server.snapshot.NasEntry;
import io.flexaaa.server.transport.StreamRequests;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/**
 * RADIUS over TLS (RFC 6614). The port is open while a certificate is assigned to it. Each
 * connection has its own threads and its own TLS state: what one client breaks is its own.
 */
@Component
class RadSecServer implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(RadSecServer.class);

    private static final int BACKLOG = 256;
    private static final long WATCH_MILLIS = 500;
    private static final int WARNINGS_PER_SECOND = 5;

    private final RadSecProperties properties;
    private final ServerIdentities identities;
    private final ClientTrust trust;
    private final StreamRequests requests;
    private final SecureRandom random;
    private final ReverseConnections reverse;
    private final Clock clock;
    private final ConnectionLimits limits;
    private final Counter accepted;
    private final Counter refused;
    private final Counter overLimit;
    private final Set<RadSecConnection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicLong warnSecond = new AtomicLong();
    private final AtomicInteger warned = new AtomicInteger();
    private final Object wake = new Object();
    private volatile boolean running;
    private volatile @Nullable Listening listening;
    private long trustVersion;
    private boolean complained;

    /** The open port and the identity it shows to those who come next. */
    private record Listening(ServerSocket socket, ServerIdentity identity, SSLContext context) {}

    RadSecServer(
            RadSecProperties properties,
            ServerIdentities identities,
            ClientTrust trust,
            StreamRequests requests,
            SecureRandom random,
            ReverseConnections reverse,
            Clock clock,
            MeterRegistry meters) {
        this.properties = properties;
        this.identities = identities;
        this.trust = trust;
        this.requests = requests;
        this.random = random;
        this.reverse = reverse;
        this.clock = clock;
        this.limits =
                new ConnectionLimits(
                        properties.maxConnections(), properties.maxConnectionsPerSource());
        this.accepted = counter(meters, "accepted");
        this.refused = counter(meters, "refused");
        this.overLimit = counter(meters, "over-limit");
        meters.gauge("flexaaa.radsec.connections", limits, ConnectionLimits::total);
    }

    private static Counter counter(MeterRegistry meters, String result) {
        return Counter.builder("flexaaa.radsec.handshakes").tag("result", result).register(meters);
    }

    @Override
    public void start() {
        running = true;
        if (!properties.enabled()) return;
        follow();
        Thread.ofPlatform().name("radsec-watch").daemon().start(this::watch);
    }

    @Override
    public void stop() {
        running = false;
        Listening open = listening;
        listening = null;
        if (open != null) shut(open.socket);
        connections.forEach(RadSecConnection::close);
        synchronized (wake) {
            wake.notifyAll();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void watch() {
        while (running) {
            try {
                follow();
                long now = System.nanoTime();
                for (RadSecConnection connection : connections) {
                    if (!connection.overdue(now)) continue;
                    log.warn("RadSec source={} took too long; closed", connection.source());
                    connection.close();
                }
                judgeAgain();
            } catch (RuntimeException e) {
                log.error("RadSec is not watched for a moment", e);
            }
            synchronized (wake) {
                try {
                    wake.wait(WATCH_MILLIS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    /** At once, not at the next look: a renewed certificate, a revoked client. */
    @EventListener
    void on(TrustChanged changed) {
        synchronized (wake) {
            wake.notifyAll();
        }
    }

    /** A certificate revoked while its connection is up ends the connection. */
    private void judgeAgain() {
        long version = identities.version();
        if (version == trustVersion) return;
        trustVersion = version;
        for (RadSecConnection connection : connections) {
            RadSecConnection.Client client = connection.client();
            if (client == null) continue;
            if (trust.check(TlsUse.RADSEC, client.chain(), clock.instant())
                            instanceof ClientDecision.Refused(var reason, _, _)
                    && reason != TrustRefusal.REVOCATION_UNKNOWN) {
                log.warn(
                        "RadSec nas={} source={} reason={}; closed",
                        client.nas().name(),
                        connection.source(),
                        reason.code());
                connection.close();
            }
        }
    }

    /** Opens the port, takes over a renewed identity, closes the port. */
    private synchronized void follow() {
        ServerIdentity wanted = running ? identities.radsec() : null;
        Listening open = listening;
        if (wanted == null) {
            listening = null;
            if (open != null) shut(open.socket);
            return;
        }
        if (open != null && open.identity.equals(wanted)) return;
        try {
            SSLContext context = context(wanted);
            ServerSocket socket = open == null ? bind() : open.socket;
            listening = new Listening(socket, wanted, context);
            complained = false;
            if (open == null) {
                Thread.ofPlatform().name("radsec-accept").daemon().start(() -> accept(socket));
            }
            log.info(
                    "RadSec address={} port={} protocols={} certificate={}",
                    properties.address(),
                    socket.getLocalPort(),
                    properties.protocols(),
                    wanted.certificate().getSubjectX500Principal());
        } catch (IOException e) {
            if (complained) return;
            complained = true;
            log.error(
                    "RadSec port {} on {} cannot be used ({}): stop what holds it, or set"
                            + " flexaaa.radsec.port; tried again every second",
                    properties.port(),
                    properties.address(),
                    e.getMessage());
        }
    }

    private ServerSocket bind() throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        try {
            InetAddress address = InetAddress.getByName(properties.address());
            socket.bind(new InetSocketAddress(address, properties.port()), BACKLOG);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private SSLContext context(ServerIdentity identity) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    new KeyManager[] {identity.keyManager()},
                    new TrustManager[] {trust.trustManager(TlsUse.RADSEC)},
                    random);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("TLS is part of every JDK", e);
        }
    }

    private void accept(ServerSocket socket) {
        while (running && !socket.isClosed()) {
            try {
                Socket raw = socket.accept();
                Listening open = listening;
                InetAddress source = raw.getInetAddress();
                if (open == null || !limits.enter(source)) {
                    overLimit.increment();
                    raw.close();
                    continue;
                }
                Thread.ofVirtual()
                        .name("radsec-" + source.getHostAddress())
                        .start(() -> connection(raw, open));
            } catch (SocketException e) {
                if (socket.isClosed()) return;
                log.warn("RadSec accept: {}", e.toString());
            } catch (IOException | RuntimeException e) {
                // Out of descriptors, a client gone meanwhile: none may make the port deaf.
                log.warn("RadSec accept: {}", e.toString());
            }
        }
    }

    private void connection(Socket raw, Listening open) {
        InetSocketAddress source = (InetSocketAddress) raw.getRemoteSocketAddress();
        RadSecConnection connection =
                new RadSecConnection(raw, source, properties, requests, random, reverse);
        connections.add(connection);
        try {
            raw.setTcpNoDelay(true);
            // Idle connections live, but those whose other end is gone do not for ever.
            raw.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            SSLSocket tls = tls(raw, open);
            tls.startHandshake();
            RadSecConnection.Client client = client(tls, source);
            if (client == null) {
                refused.increment();
                return;
            }
            accepted.increment();
            log.info(
                    "RadSec nas={} source={} protocol={} cipher={} alpn={}",
                    client.nas().name(),
                    source,
                    tls.getSession().getProtocol(),
                    tls.getSession().getCipherSuite(),
                    tls.getApplicationProtocol());
            connection.serve(tls, client);
        } catch (SSLHandshakeException e) {
            refused.increment();
            warn("RadSec source={} refused: {}", source, reason(e));
        } catch (SSLException e) {
            warn("RadSec source={} broken: {}", source, e.getMessage());
        } catch (IOException e) {
            log.debug("RadSec source={} ended: {}", source, e.toString());
        } catch (RuntimeException e) {
            log.error("RadSec source={} failed", source, e);
        } finally {
            connection.close();
            connections.remove(connection);
            limits.leave(source.getAddress());
        }
    }

    private SSLSocket tls(Socket raw, Listening open) throws IOException {
        SSLSocket tls =
                (SSLSocket)
                        open.context.getSocketFactory().createSocket(raw, (InputStream) null, true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setProtocols(properties.protocols().toArray(String[]::new));
        parameters.setNeedClientAuth(true);
        // RFC 9765 §3.4: a client without ALPN gets classic RADIUS; one that offers other things
        // only is refused with no_application_protocol.
        parameters.setApplicationProtocols(
                properties.radius11()
                        ? new String[] {Radius11.ALPN, Radius11.ALPN_CLASSIC}
                        : new String[] {Radius11.ALPN_CLASSIC});
        tls.setSSLParameters(parameters);
        return tls;
    }

    /** Judged again after the handshake: a resumed session did not show its certificate. */
    private RadSecConnection.@Nullable Client client(SSLSocket tls, InetSocketAddress source)
            throws IOException {
        List<X509Certificate> chain =
                Arrays.stream(tls.getSession().getPeerCertificates())
                        .map((Certificate c) -> (X509Certificate) c)
                        .toList();
        return switch (trust.checkAsking(TlsUse.RADSEC, chain, clock.instant()).join()) {
            case ClientDecision.Refused(_, String sentence, String cure) -> {
                warn("RadSec source={} refused: {}", source, sentence + "; " + cure);
                yield null;
            }
            case ClientDecision.Accepted who -> {
                NasEntry nas =
                        NasByCertificate.find(
                                requests.snapshot(), source.getAddress(), who.names());
                if (nas == null || !nas.enabled()) {
                    warn(
                            "RadSec source={} refused: no enabled NAS has this address and one of"
                                    + " the certificate's names {}; set the NAS's certificateName",
                            source,
                            who.names());
                    yield null;
                }
                yield new RadSecConnection.Client(nas, chain);
            }
        };
    }

    /** Anybody can be refused, as often as he likes: some lines a second tell enough. */
    private void warn(String format, Object source, @Nullable Object what) {
        long second = System.nanoTime() / 1_000_000_000L;
        if (warnSecond.getAndSet(second) != second) warned.set(0);
        if (warned.incrementAndGet() <= WARNINGS_PER_SECOND) log.warn(format, source, what);
        else log.debug(format, source, what);
    }

    private static String reason(SSLHandshakeException e) {
        Throwable cause = e;
        while (cause.getCause() != null) cause = cause.getCause();
        return String.valueOf(cause.getMessage());
    }

    private static void shut(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            log.debug("closing the RadSec port: {}", e.toString());
        }
    }
}
