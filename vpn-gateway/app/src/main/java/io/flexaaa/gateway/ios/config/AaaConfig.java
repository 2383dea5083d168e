package io.flexaaa.gateway.ios.config;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/**
 * {@code aaa ...}: method lists, attribute lists, accounting and dynamic authorization.
 *
 * @param networkLists {@code aaa authorization network}
 * @param networkAccounting {@code aaa accounting network}
 * @param dynamicAuthor null when {@code aaa server radius dynamic-author} is absent: no CoA
 *     listener
 */
public record AaaConfig(
        boolean newModel,
        Map<String, MethodList> loginLists,
        Map<String, MethodList> networkLists,
        Map<String, AccountingList> networkAccounting,
        AccountingUpdate accountingUpdate,
        Map<String, AttributeList> attributeLists,
        @Nullable DynamicAuthor dynamicAuthor) {

    public AaaConfig {
        loginLists = GatewayConfig.ordered(loginLists);
        networkLists = GatewayConfig.ordered(networkLists);
        networkAccounting = GatewayConfig.ordered(networkAccounting);
        attributeLists = GatewayConfig.ordered(attributeLists);
    }

    /** One way of a method list; the next is tried when this one gives no answer at all. */
    public sealed interface Method {
        /** A server group; the built-in name {@code radius} means every configured server. */
        record Group(String name) implements Method {}

        record Local() implements Method {}

        record None() implements Method {}

        record IfAuthenticated() implements Method {}
    }

    public record MethodList(String name, List<Method> methods) {
        public MethodList {
            methods = List.copyOf(methods);
        }
    }

    public enum AccountingAction {
        START_STOP,
        STOP_ONLY,
        NONE
    }

    /**
     * @param groups server groups in the order they are tried
     */
    public record AccountingList(
            String name, AccountingAction action, boolean broadcast, List<String> groups) {
        public AccountingList {
            groups = List.copyOf(groups);
        }
    }

    /**
     * @param periodicMinutes 0 = no Interim-Update of our own
     */
    public record AccountingUpdate(boolean newInfo, int periodicMinutes, int jitterMaximumSeconds) {
        public static final AccountingUpdate OFF = new AccountingUpdate(false, 0, 300);
    }

    public record AttributeList(String name, List<AttributeType> attributes) {
        public AttributeList {
            attributes = List.copyOf(attributes);
        }
    }

    /**
     * @param tag 0 = none
     */
    public record AttributeType(String type, String value, boolean mandatory, int tag) {}

    public enum AuthType {
        ALL,
        ANY,
        SESSION_KEY
    }

    /**
     * {@code aaa server radius dynamic-author}.
     *
     * @param serverKey for clients without one of their own
     * @param ports 1700 and 3799 unless {@code port} names one
     */
    public record DynamicAuthor(
            Map<String, DynamicAuthorClient> clients,
            @Nullable ConfigKey serverKey,
            List<Integer> ports,
            AuthType authType,
            boolean ignoreSessionKey,
            boolean ignoreServerKey) {
        public static final List<Integer> DEFAULT_PORTS = List.of(1700, 3799);

        public DynamicAuthor {
            clients = GatewayConfig.ordered(clients);
            ports = List.copyOf(ports);
        }
    }

    /**
     * @param host an address or a name to resolve at start
     */
    public record DynamicAuthorClient(String host, @Nullable ConfigKey serverKey) {}
}
