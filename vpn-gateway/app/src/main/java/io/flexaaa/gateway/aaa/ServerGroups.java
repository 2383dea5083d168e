package io.flexaaa.gateway.aaa;

import io.flexaaa.gateway.ios.config.ConfigKey;
import io.flexaaa.gateway.ios.config.GatewayConfig;
import io.flexaaa.gateway.ios.config.InterfaceCommand;
import io.flexaaa.gateway.ios.config.InterfaceConfig;
import io.flexaaa.gateway.ios.config.RadiusConfig;
import io.flexaaa.gateway.telemetry.LogLine;
import io.flexaaa.protocol.wire.Secret;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The RADIUS server groups of a configuration, names resolved, defaults filled in. */
public final class ServerGroups {
    private static final Logger LOG = LoggerFactory.getLogger(ServerGroups.class);

    /** Means every configured server, as in IOS. */
    public static final String ALL = "radius";

    private final Supplier<GatewayConfig> config;
    private final boolean requireMessageAuthenticator;
    private final Map<String, ServerGroup> groups = new HashMap<>();
    private final Map<String, RadiusServer> servers = new HashMap<>();

    public ServerGroups(Supplier<GatewayConfig> config) {
        this(config, true);
    }

    /**
     * @param requireMessageAuthenticator drop Access replies without one (CVE-2024-3596)
     */
    public ServerGroups(Supplier<GatewayConfig> config, boolean requireMessageAuthenticator) {
        this.config = config;
        this.requireMessageAuthenticator = requireMessageAuthenticator;
    }

    /**
     * The group of that name. A name that no {@code aaa group server radius} defines stands for all
     * servers, with a warning: IOS would leave every peer of the list without an answer.
     */
    public synchronized ServerGroup group(String name) {
        return groups.computeIfAbsent(name, this::resolve);
    }

    /** The configuration is another one: names are resolved anew. */
    public synchronized void forget() {
        groups.clear();
        servers.clear();
    }

    private ServerGroup resolve(String name) {
        RadiusConfig radius = config.get().radius();
        RadiusConfig.ServerGroup defined = radius.groups().get(name);
        if (defined == null && !name.equals(ALL)) {
            LOG.warn(
                    "{}",
                    LogLine.of("aaa-group-undefined")
                            .with("group", name)
                            .with(
                                    "detail",
                                    "no `aaa group server radius "
                                            + name
                                            + "`: all radius servers are asked; correct the name"
                                            + " in the method list"));
        }
        List<RadiusConfig.Server> members = radius.serversOf(defined == null ? ALL : name);
        Integer minutes = defined == null ? null : defined.deadtimeMinutes();
        InetAddress source =
                defined == null ? null : addressOf(config.get(), defined.sourceInterface());
        List<RadiusServer> resolved = new ArrayList<>();
        for (RadiusConfig.Server member : members) {
            RadiusServer server = server(member, source);
            if (server != null) {
                resolved.add(server);
            }
        }
        int deadtime = minutes == null ? radius.defaults().deadtimeMinutes() : minutes;
        Integer batch = defined == null ? null : defined.balanceBatch();
        return new ServerGroup(
                name,
                resolved,
                deadtime * 60,
                deadCriteria(radius.defaults()),
                batch == null ? 0 : batch);
    }

    /**
     * IOS works its own out of the traffic; ours is one request, unless the file says otherwise.
     */
    private static ServerGroup.DeadCriteria deadCriteria(RadiusConfig.Defaults defaults) {
        RadiusConfig.Defaults ios = RadiusConfig.Defaults.IOS;
        boolean asIos =
                defaults.deadCriteriaSeconds() == ios.deadCriteriaSeconds()
                        && defaults.deadCriteriaTries() == ios.deadCriteriaTries();
        return asIos
                ? ServerGroup.DeadCriteria.ONE_REQUEST
                : new ServerGroup.DeadCriteria(
                        defaults.deadCriteriaSeconds(), defaults.deadCriteriaTries());
    }

    private @Nullable RadiusServer server(
            RadiusConfig.Server member, @Nullable InetAddress source) {
        RadiusConfig.Defaults defaults = config.get().radius().defaults();
        ConfigKey key = member.key() == null ? defaults.key() : member.key();
        String host = member.host();
        if (key == null || host == null) {
            LOG.warn(
                    "{}",
                    LogLine.of("radius-server-incomplete")
                            .with("server", member.name())
                            .with("detail", key == null ? "add a `key` line" : "add `address`"));
            return null;
        }
        String identity = member.name() + "|" + (source == null ? "" : source.getHostAddress());
        RadiusServer known = servers.get(identity);
        if (known != null) {
            return known;
        }
        try {
            RadiusServer server =
                    new RadiusServer(
                            member.name(),
                            InetAddress.getByName(host),
                            member.authPort(),
                            member.acctPort(),
                            Secret.wrap(key.octets()),
                            or(member.timeoutSeconds(), defaults.timeoutSeconds()),
                            or(member.retransmit(), defaults.retransmit()),
                            source,
                            requireMessageAuthenticator);
            servers.put(identity, server);
            return server;
        } catch (UnknownHostException e) {
            LOG.warn(
                    "{}",
                    LogLine.of("radius-server-unresolved")
                            .with("server", member.name())
                            .with("host", host)
                            .with("detail", "no such name; use an address"));
            return null;
        }
    }

    private static int or(@Nullable Integer value, int otherwise) {
        return value == null ? otherwise : value;
    }

    /** The IPv4 address of an interface stanza, null when it has none. */
    public static @Nullable InetAddress addressOf(
            GatewayConfig config, @Nullable String interfaceName) {
        if (interfaceName == null) {
            return null;
        }
        InterfaceConfig stanza = config.interfaces().get(interfaceName);
        if (stanza == null) {
            return null;
        }
        InterfaceCommand.IpAddress address =
                stanza.settings().find(InterfaceCommand.IpAddress.class);
        return address == null ? null : address.prefix().address();
    }
}
