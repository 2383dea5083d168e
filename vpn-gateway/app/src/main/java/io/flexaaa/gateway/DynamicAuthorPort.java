package io.flexaaa.gateway;

import io.flexaaa.gateway.aaa.DynAuthListener;
import io.flexaaa.gateway.aaa.DynAuthRequest;
import io.flexaaa.gateway.aaa.RadiusClient;
import io.flexaaa.gateway.ios.config.AaaConfig.DynamicAuthor;
import io.flexaaa.gateway.ios.config.Addresses;
import io.flexaaa.gateway.ios.config.GatewayConfig;
import io.flexaaa.gateway.session.SessionService;
import io.flexaaa.gateway.telemetry.LogLine;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/** The listener of {@code aaa server radius dynamic-author}, opened and closed as configured. */
final class DynamicAuthorPort implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DynamicAuthorPort.class);

    private final Supplier<GatewayConfig> config;
    private final GatewayOptions options;
    private final SessionService sessions;
    private final RadiusClient radius;
    private @Nullable DynamicAuthor served;
    private @Nullable DynAuthListener listener;

    DynamicAuthorPort(
            Supplier<GatewayConfig> config,
            GatewayOptions options,
            SessionService sessions,
            RadiusClient radius) {
        this.config = config;
        this.options = options;
        this.sessions = sessions;
        this.radius = radius;
    }

    /** Listens as {@code author} says, not at all for null; as before when that is impossible. */
    synchronized void serve(@Nullable DynamicAuthor author) throws IOException {
        if (Objects.equals(author, served)) {
            return;
        }
        DynamicAuthor before = served;
        close();
        try {
            open(author);
        } catch (IOException e) {
            open(before);
            throw e;
        }
    }

    private void open(@Nullable DynamicAuthor author) throws IOException {
        if (author == null) {
            return;
        }
        // 3799 is the port of RFC 5176, 1700 that of the hubs: a server may know either.
        Set<Integer> ports = new LinkedHashSet<>(author.ports());
        ports.add(3_799);
        // One socket of Java's serves both families when it is bound to the any-address.
        List<InetAddress> bound =
                options.addresses().stream().anyMatch(InetAddress::isAnyLocalAddress)
                        ? List.of(new InetSocketAddress(0).getAddress())
                        : options.addresses();
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (InetAddress address : bound) {
            ports.forEach(port -> addresses.add(new InetSocketAddress(address, port)));
        }
        listener =
                new DynAuthListener(
                        DynAuthListener.clients(author),
                        addresses,
                        options.requireDynAuthMessageAuthenticator(),
                        sessions.dynAuthHandler(this::hub),
                        System::currentTimeMillis);
        served = author;
    }

    private DynAuthRequest.Hub hub() {
        List<InetAddress> addresses = new ArrayList<>(radius.localAddresses());
        String configured = config.get().radius().defaults().nasIpAddress();
        InetAddress nas = configured == null ? null : Addresses.ipv4(configured);
        if (nas != null) {
            addresses.add(nas);
        }
        try {
            NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .forEach(addresses::add);
        } catch (IOException e) {
            LOG.debug("{}", LogLine.of("interfaces").with("error", e));
        }
        return new DynAuthRequest.Hub(config.get().hostname(), addresses);
    }

    @Override
    public synchronized void close() {
        DynAuthListener open = listener;
        listener = null;
        served = null;
        if (open != null) {
            open.close();
        }
    }
}
