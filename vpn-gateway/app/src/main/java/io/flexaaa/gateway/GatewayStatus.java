package io.flexaaa.gateway;

import io.flexaaa.gateway.aaa.GroupReply;
import io.flexaaa.gateway.aaa.RadiusClient;
import io.flexaaa.gateway.aaa.RadiusHealth;
import io.flexaaa.gateway.aaa.ServerGroups;
import io.flexaaa.gateway.ios.config.GatewayConfig;
import io.flexaaa.gateway.ios.config.RadiusConfig;
import io.flexaaa.gateway.ios.show.GatewayView;
import io.flexaaa.gateway.pool.AddressPools;
import io.flexaaa.gateway.session.ReconnectCounts;
import io.flexaaa.gateway.session.SessionService;
import io.flexaaa.gateway.session.SessionSnapshot;
import io.flexaaa.gateway.telemetry.Debug;
import io.flexaaa.ikev2.IkeStatistics;
import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attribute;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.radius.Code;
import io.flexaaa.protocol.radius.Dictionary;
import io.flexaaa.protocol.wire.Secret;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The running gateway as exec commands see it. */
final class GatewayStatus implements GatewayView {
    private static final long TEST_SECONDS = 60;

    private final Supplier<GatewayConfig> config;
    private final SessionService sessions;
    private final ServerGroups groups;
    private final RadiusClient radius;
    private final Configurator configurator;
    private final long startedEpochMs = System.currentTimeMillis();

    GatewayStatus(
            Supplier<GatewayConfig> config,
            SessionService sessions,
            ServerGroups groups,
            RadiusClient radius,
            Configurator configurator) {
        this.config = config;
        this.sessions = sessions;
        this.groups = groups;
        this.radius = radius;
        this.configurator = configurator;
    }

    @Override
    public GatewayConfig config() {
        return config.get();
    }

    @Override
    public List<SessionSnapshot> sessions() {
        return sessions.snapshots();
    }

    @Override
    public IkeStatistics statistics() {
        return sessions.statistics();
    }

    @Override
    public List<AddressPools.Usage> pools() {
        return sessions.pools();
    }

    @Override
    public List<AaaServerStatus> aaaServers() {
        Map<String, RadiusConfig.Server> servers =
                new LinkedHashMap<>(config.get().radius().servers());
        for (RadiusConfig.ServerGroup group : config.get().radius().groups().values()) {
            for (RadiusConfig.Member member : group.members()) {
                if (member instanceof RadiusConfig.Member.Private(RadiusConfig.Server server)) {
                    servers.put(server.name(), server);
                }
            }
        }
        List<AaaServerStatus> rows = new ArrayList<>();
        for (RadiusConfig.Server server : servers.values()) {
            RadiusHealth.Status status = radius.health().of(server.name());
            rows.add(
                    new AaaServerStatus(
                            server.name(),
                            Objects.requireNonNullElse(server.host(), "(no address)"),
                            server.authPort(),
                            server.acctPort(),
                            status.up(),
                            status.sinceMs(),
                            status.deadCount(),
                            requests(status.access()),
                            requests(status.accounting())));
        }
        return rows;
    }

    private static Requests requests(RadiusHealth.Counts n) {
        return new Requests(n.sent(), n.retransmitted(), n.timeouts(), n.accepted(), n.rejected());
    }

    @Override
    public long epochMs() {
        return System.currentTimeMillis();
    }

    @Override
    public long startedEpochMs() {
        return startedEpochMs;
    }

    @Override
    public String version() {
        return Objects.requireNonNullElse(
                GatewayStatus.class.getPackage().getImplementationVersion(), "0.1.0-SNAPSHOT");
    }

    @Override
    public int clear(Predicate<SessionSnapshot> which) {
        return sessions.clear(which);
    }

    @Override
    public TestAaaResult testAaa(String group, String user, String password) {
        if (!config.get().radius().groups().containsKey(group) && !group.equals(ServerGroups.ALL)) {
            return new TestAaaResult.NoAnswer(
                    "no server group " + group + "; add: aaa group server radius " + group);
        }
        CompletableFuture<GroupReply> answer = new CompletableFuture<>();
        Attributes request =
                Attributes.builder()
                        .string(Attr.USER_NAME, user)
                        .string(Attr.NAS_IDENTIFIER, config.get().hostname())
                        .u32(Attr.SERVICE_TYPE, Attr.SERVICE_TYPE_OUTBOUND)
                        .build();
        radius.send(
                groups.group(group),
                Code.ACCESS_REQUEST,
                request,
                Secret.ofUtf8(password),
                answer::complete);
        try {
            return result(answer.get(TEST_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new TestAaaResult.NoAnswer("interrupted");
        } catch (ExecutionException | TimeoutException e) {
            return new TestAaaResult.NoAnswer(
                    "no answer from group " + group + " within " + TEST_SECONDS + " s");
        }
    }

    @Override
    public Debug debug() {
        return sessions.debug();
    }

    @Override
    public ReconnectCounts reconnects() {
        return sessions.reconnects();
    }

    @Override
    public String configure(Configure what, String file) {
        return configurator.run(what, file);
    }

    private static TestAaaResult result(GroupReply reply) {
        return switch (reply) {
            case GroupReply.NoAnswer(String sentence) -> new TestAaaResult.NoAnswer(sentence);
            case GroupReply.Replied replied -> {
                Attributes attributes = replied.packet().attributes();
                String server = replied.server().name();
                yield replied.packet().code() == Code.ACCESS_ACCEPT
                        ? new TestAaaResult.Accepted(server, lines(attributes))
                        : new TestAaaResult.Rejected(
                                server,
                                Objects.requireNonNullElse(
                                        attributes.string(Attr.REPLY_MESSAGE), ""));
            }
        };
    }

    /** One line an attribute; those that hold keys say only that they are there. */
    private static List<String> lines(Attributes attributes) {
        List<String> lines = new ArrayList<>();
        for (Attribute a : attributes) {
            if (a.type() == Attr.VENDOR_SPECIFIC || a.type() == Attr.MESSAGE_AUTHENTICATOR) {
                continue;
            }
            lines.add(
                    "%-24s %s"
                            .formatted(
                                    Dictionary.standard().attributeName(a.type()),
                                    value(attributes, a)));
        }
        for (String pair : attributes.avPairs()) {
            boolean key = pair.contains("password");
            int equals = pair.indexOf('=');
            String shown = key && equals >= 0 ? pair.substring(0, equals) + "=<hidden>" : pair;
            lines.add("%-24s \"%s\"".formatted("Cisco-AVPair", shown));
        }
        return lines;
    }

    private static String value(Attributes attributes, Attribute a) {
        Dictionary.Entry entry = Dictionary.standard().attribute(a.type());
        return switch (entry == null ? Dictionary.Type.OCTETS : entry.valueType()) {
            case STRING -> '"' + a.value().utf8() + '"';
            case INTEGER, DATE -> Long.toString(attributes.u32(a.type(), 0));
            case IPV4 -> String.valueOf(attributes.ipv4(a.type())).replace("/", "");
            case SECRET -> "<hidden>";
            case OCTETS, TAGGED_INTEGER, IPV6, IPV6PREFIX, VSA -> a.value().hex();
        };
    }
}
