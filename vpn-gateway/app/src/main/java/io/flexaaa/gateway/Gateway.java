package io.flexaaa.gateway;

import io.flexaaa.gateway.aaa.AaaService;
import io.flexaaa.gateway.aaa.Accounting;
import io.flexaaa.gateway.aaa.EapRelay;
import io.flexaaa.gateway.aaa.PasswordLogin;
import io.flexaaa.gateway.aaa.RadiusClient;
import io.flexaaa.gateway.aaa.ServerGroups;
import io.flexaaa.gateway.anyconnect.AnyConnectLogin;
import io.flexaaa.gateway.control.ControlServer;
import io.flexaaa.gateway.dataplane.DataPlane;
import io.flexaaa.gateway.dataplane.DataPlaneException;
import io.flexaaa.gateway.dataplane.DataPlaneOptions;
import io.flexaaa.gateway.dataplane.userspace.UserspaceDataPlane;
import io.flexaaa.gateway.ios.config.GatewayConfig;
import io.flexaaa.gateway.ios.config.LiveConfig;
import io.flexaaa.gateway.ios.exec.ExecShell;
import io.flexaaa.gateway.pki.Pki;
import io.flexaaa.gateway.pool.AddressPools;
import io.flexaaa.gateway.route.KernelRoutes;
import io.flexaaa.gateway.session.IkeConfigs;
import io.flexaaa.gateway.session.SessionService;
import io.flexaaa.gateway.telemetry.LogLine;
import io.flexaaa.gateway.udp.IkePort;
import io.flexaaa.ikev2.IkeConfig;
import io.flexaaa.ikev2.crypto.Entropy;
import io.flexaaa.ikev2.endpoint.IkeEndpoint;
import io.flexaaa.ikev2.endpoint.WarmUp;
import io.flexaaa.linux.InterfaceSettings;
import io.flexaaa.linux.Rtnetlink;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;

/** A running gateway: the one place where its parts are made and joined. */
public final class Gateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final long DRAIN_MS = 3_000;
    private static final int WARM_UP_LOGINS = 20;

    private final GatewayConfig config;
    private final SessionService sessions;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    /** Starts everything, or closes what it had opened and says what failed. */
    public static Gateway start(GatewayConfig config, GatewayOptions options)
            throws IOException, DataPlaneException {
        Gateway.Builder builder = new Gateway.Builder(config, options);
        try {
            return builder.build();
        } catch (IOException | DataPlaneException | RuntimeException e) {
            close(builder.opened);
            throw e;
        }
    }

    private Gateway(GatewayConfig config, SessionService sessions, Deque<AutoCloseable> opened) {
        this.config = config;
        this.sessions = sessions;
        this.opened.addAll(opened);
    }

    public GatewayConfig config() {
        return config;
    }

    public SessionService sessions() {
        return sessions;
    }

    /** Sends Deletes and Stops, takes interfaces and routes away; takes a few seconds at most. */
    @Override
    public void close() {
        LOG.info("{}", LogLine.of("gateway-stopping"));
        close(opened);
        LOG.info("{}", LogLine.of("gateway-stopped"));
    }

    private static void close(Deque<AutoCloseable> opened) {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                LOG.warn("{}", LogLine.of("close").with("error", e), e);
            }
        }
    }

    private static final class Builder {
        private final GatewayConfig config;
        private final GatewayOptions options;
        final Deque<AutoCloseable> opened = new ArrayDeque<>();

        Builder(GatewayConfig config, GatewayOptions options) {
            this.config = config;
            this.options = options;
        }

        Gateway build() throws IOException, DataPlaneException {
            Files.createDirectories(options.state());
            Rtnetlink netlink = keep(Rtnetlink.open());
            DataPlane dataPlane = keep(dataPlane());
            RadiusClient radius = keep(new RadiusClient());
            LiveConfig live = new LiveConfig(config);
            ServerGroups groups =
                    new ServerGroups(live, options.requireReplyMessageAuthenticator());
            Accounting accounting =
                    keep(
                            new Accounting(
                                    live,
                                    options.state(),
                                    groups,
                                    radius,
                                    System::currentTimeMillis));
            // After the sessions have ended, before the thread that delivers goes.
            keep(() -> drain(accounting));
            KernelRoutes kernel = new KernelRoutes(netlink);
            Pki pki = Pki.load(config, Builder::warn);
            SessionService sessions =
                    keep(
                            new SessionService(
                                    live,
                                    new IkeEndpoint(ikeConfig(pki), entropy()),
                                    new AaaService(live, groups, radius),
                                    new EapRelay(
                                            live,
                                            groups,
                                            radius,
                                            new AnyConnectLogin(
                                                    new PasswordLogin(live, groups, radius),
                                                    pki,
                                                    System::currentTimeMillis)),
                                    pki,
                                    accounting,
                                    AddressPools.of(config.ipv4Pools(), config.ipv6Pools()),
                                    dataPlane,
                                    new SessionService.Kernel(kernel, kernel),
                                    System::currentTimeMillis));
            IkePort port =
                    keep(
                            new IkePort(
                                    options.addresses(),
                                    options.ikePort(),
                                    (local, remote, octets) ->
                                            sessions.received(local, remote, false, octets)));
            sessions.start(port::send);
            DynamicAuthorPort author = keep(new DynamicAuthorPort(live, options, sessions, radius));
            author.serve(config.aaa().dynamicAuthor());
            warnAboutForwarding();
            warmUp();
            // Last: whoever waits for the socket finds a gateway that is ready.
            GatewayStatus status =
                    new GatewayStatus(
                            live,
                            sessions,
                            groups,
                            radius,
                            new Configurator(
                                    live,
                                    options.files(),
                                    options.config(),
                                    pki,
                                    groups,
                                    sessions,
                                    author));
            keep(ControlServer.open(options.control(), new ExecShell(status)::execute));
            LOG.info(
                    "{}",
                    LogLine.of("gateway-started")
                            .with("hostname", config.hostname())
                            .with("profiles", config.ikev2().profiles().size())
                            .with("ikePort", options.ikePort())
                            .with("nattPort", options.natTraversalPort()));
            return new Gateway(config, sessions, opened);
        }

        private <T extends AutoCloseable> T keep(T part) {
            opened.push(part);
            return part;
        }

        private DataPlane dataPlane() throws DataPlaneException {
            DataPlaneOptions standard = DataPlaneOptions.defaults();
            DataPlane dataPlane =
                    UserspaceDataPlane.open(
                            new DataPlaneOptions(
                                    options.natTraversalPort(),
                                    standard.nativeEsp(),
                                    standard.interfacePrefix(),
                                    standard.pooledInterfaces(),
                                    standard.crypto()));
            try {
                dataPlane.reclaim();
                return dataPlane;
            } catch (DataPlaneException e) {
                dataPlane.close();
                throw e;
            }
        }

        private IkeConfig ikeConfig(Pki pki) {
            return IkeConfigs.of(config, pki, Builder::warn);
        }

        private static void warn(String sentence) {
            LOG.warn("{}", LogLine.of("config").with("detail", sentence));
        }

        private static Entropy entropy() {
            SecureRandom random = new SecureRandom();
            return random::nextBytes;
        }

        private static void drain(Accounting accounting) {
            if (!accounting.drain(DRAIN_MS)) {
                LOG.warn(
                        "{}",
                        LogLine.of("accounting-kept")
                                .with("records", accounting.queued())
                                .with("detail", "on the disk; sent after the next start"));
            }
        }

        /** Beside the running gateway: a first peer that comes now is served, only slower. */
        private static void warmUp() {
            Thread.ofPlatform()
                    .daemon()
                    .name("warm-up")
                    .start(() -> WarmUp.run(entropy(), WARM_UP_LOGINS));
        }

        private static void warnAboutForwarding() throws IOException {
            if (!InterfaceSettings.forwarding(true)) {
                LOG.warn(
                        "{}",
                        LogLine.of("forwarding-off")
                                .with(
                                        "detail",
                                        "the host does not forward IPv4: peers reach the hub only;"
                                                + " sysctl -w net.ipv4.ip_forward=1"));
            }
        }
    }
}
