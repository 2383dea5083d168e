package io.flexaaa.gateway.anyconnect;

import io.flexaaa.gateway.Configs;
import io.flexaaa.gateway.aaa.AaaService;
import io.flexaaa.gateway.aaa.Accounting;
import io.flexaaa.gateway.aaa.EapRelay;
import io.flexaaa.gateway.aaa.PasswordLogin;
import io.flexaaa.gateway.aaa.RadiusClient;
import io.flexaaa.gateway.aaa.ServerGroups;
import io.flexaaa.gateway.ios.config.GatewayConfig;
import io.flexaaa.gateway.ios.config.LiveConfig;
import io.flexaaa.gateway.pki.Pki;
import io.flexaaa.gateway.pool.AddressPools;
import io.flexaaa.gateway.session.IkeConfigs;
import io.flexaaa.gateway.session.SessionService;
import io.flexaaa.gateway.virtualaccess.FakeDataPlane;
import io.flexaaa.ikev2.endpoint.IkeEndpoint;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A whole gateway but for sockets and the kernel: engine, sessions, AAA, PKI. */
final class TestHub implements AutoCloseable {
    private static final InetSocketAddress HUB = new InetSocketAddress("198.51.100.1", 500);

    final FakeDataPlane plane = new FakeDataPlane();
    final List<String> warnings = new ArrayList<>();
    final SessionService sessions;
    private final RadiusClient radius;
    private final Accounting accounting;
    private final Map<InetSocketAddress, BlockingQueue<byte[]>> inboxes = new ConcurrentHashMap<>();

    TestHub(String ios, Path state) throws Exception {
        GatewayConfig config = Configs.of(ios);
        LiveConfig live = new LiveConfig(config);
        Pki pki = Pki.load(config, warnings::add);
        radius = new RadiusClient();
        ServerGroups groups = new ServerGroups(live);
        accounting = new Accounting(live, state, groups, radius, System::currentTimeMillis);
        SecureRandom random = new SecureRandom();
        sessions =
                new SessionService(
                        live,
                        new IkeEndpoint(
                                IkeConfigs.of(config, pki, warnings::add), random::nextBytes),
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
                        plane,
                        new SessionService.Kernel(plane, plane),
                        System::currentTimeMillis);
        sessions.start((local, remote, message) -> {
            BlockingQueue<byte[]> inbox = inboxes.get(remote);
            if (inbox != null && ClientIke.isResponse(message)) {
                inbox.add(message);
            }
        });
    }

    /** Where a client sends from; what the hub asks of its own accord is lost, as in an outage. */
    EmulatedClient.Path from(String address) {
        InetSocketAddress at = new InetSocketAddress(address, 500);
        BlockingQueue<byte[]> inbox = new LinkedBlockingQueue<>();
        inboxes.put(at, inbox);
        return request -> {
            sessions.received(HUB, at, false, request);
            while (true) {
                byte[] response = inbox.poll(20, TimeUnit.SECONDS);
                if (response == null) {
                    throw new AssertionError("no answer to " + at + "; warnings: " + warnings);
                }
                if (ClientIke.messageId(response) == ByteBuffer.wrap(request).getInt(20)) {
                    return response;
                }
            }
        };
    }

    @Override
    public void close() {
        sessions.close();
        accounting.drain(5_000);
        accounting.close();
        radius.close();
    }
}
