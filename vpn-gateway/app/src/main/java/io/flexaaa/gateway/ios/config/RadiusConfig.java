package io.flexaaa.gateway.ios.config;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code radius server}, {@code aaa group server radius} and {@code radius-server ...}. */
public record RadiusConfig(
        Map<String, Server> servers, Map<String, ServerGroup> groups, Defaults defaults) {

    public RadiusConfig {
        servers = GatewayConfig.ordered(servers);
        groups = GatewayConfig.ordered(groups);
    }

    /**
     * One RADIUS server; null = take {@link Defaults}.
     *
     * @param host an address or a name; null when the stanza has no {@code address} line yet
     */
    public record Server(
            String name,
            @Nullable String host,
            int authPort,
            int acctPort,
            @Nullable ConfigKey key,
            @Nullable Integer timeoutSeconds,
            @Nullable Integer retransmit) {
        public static final int AUTH_PORT = 1812;
        public static final int ACCT_PORT = 1813;
    }

    public sealed interface Member {
        /** {@code server name NAME}. */
        record Named(String server) implements Member {}

        /** {@code server-private HOST ...}: known to this group only. */
        record Private(Server server) implements Member {}
    }

    /**
     * @param balanceBatch of {@code load-balance method least-outstanding}; null = in order
     * @param sourceInterface canonical interface name whose address our requests come from
     */
    public record ServerGroup(
            String name,
            List<Member> members,
            @Nullable Integer deadtimeMinutes,
            @Nullable String sourceInterface,
            @Nullable Integer balanceBatch) {
        public ServerGroup {
            members = List.copyOf(members);
        }
    }

    /** {@code radius-server attribute ...} switches. */
    public enum AttributeOption {
        SERVICE_TYPE_ON_FOR_LOGIN_AUTH("6 on-for-login-auth"),
        SERVICE_TYPE_MANDATORY("6 mandatory"),
        SERVICE_TYPE_SUPPORT_MULTIPLE("6 support-multiple"),
        FRAMED_IP_IN_ACCESS_REQUEST("8 include-in-access-req"),
        CLASS_IN_ACCESS_REQUEST("25 access-request include"),
        NAS_IDENTIFIER_IN_ACCESS_REQUEST("32 include-in-access-req"),
        NAS_IDENTIFIER_IN_ACCOUNTING_REQUEST("32 include-in-accounting-req"),
        ACCT_SESSION_ID_IN_ACCESS_REQUEST("44 include-in-access-req all"),
        ACCT_SESSION_ID_WITH_ADDRESS("44 extend-with-addr"),
        EVENT_TIMESTAMP_IN_ACCOUNTING("55 include-in-acct-req"),
        EVENT_TIMESTAMP_IN_ACCESS("55 access-request include");

        private final String ios;

        AttributeOption(String ios) {
            this.ios = ios;
        }

        /** The words after {@code radius-server attribute}. */
        public String ios() {
            return ios;
        }
    }

    /**
     * @param nasIpAddress {@code radius-server attribute 4}; null = the request's own source
     */
    public record Defaults(
            int timeoutSeconds,
            int retransmit,
            int deadtimeMinutes,
            int deadCriteriaSeconds,
            int deadCriteriaTries,
            @Nullable ConfigKey key,
            @Nullable String nasIpAddress,
            Set<AttributeOption> attributes) {
        public static final Defaults IOS = new Defaults(5, 3, 0, 10, 10, null, null, Set.of());

        public Defaults {
            attributes = Set.copyOf(attributes);
        }
    }

    /** The servers of a group in order, names resolved; {@code radius} means all servers. */
    public List<Server> serversOf(String group) {
        ServerGroup named = groups.get(group);
        if (named == null) {
            return group.equals("radius") ? List.copyOf(servers.values()) : List.of();
        }
        List<Server> found = new ArrayList<>();
        for (Member member : named.members()) {
            switch (member) {
                case Member.Named(String name) -> {
                    Server server = servers.get(name);
                    if (server != null) {
                        found.add(server);
                    }
                }
                case Member.Private(Server server) -> found.add(server);
            }
        }
        return List.copyOf(found);
    }
}
