package io.flexaaa.gateway.ios.config;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** AAA sections while they are being read. */
final class AaaDrafts {
    private AaaDrafts() {}

    static final class Accounting {
        final String name;
        AaaConfig.AccountingAction action = AaaConfig.AccountingAction.START_STOP;
        boolean broadcast;
        final List<String> groups = new ArrayList<>();

        Accounting(String name) {
            this.name = name;
        }

        AaaConfig.AccountingList build() {
            return new AaaConfig.AccountingList(name, action, broadcast, groups);
        }
    }

    static final class DynamicAuthor {
        final Map<String, AaaConfig.DynamicAuthorClient> clients = new LinkedHashMap<>();
        @Nullable ConfigKey serverKey;
        List<Integer> ports = AaaConfig.DynamicAuthor.DEFAULT_PORTS;
        AaaConfig.AuthType authType = AaaConfig.AuthType.ALL;
        boolean ignoreSessionKey;
        boolean ignoreServerKey;

        AaaConfig.DynamicAuthor build() {
            return new AaaConfig.DynamicAuthor(
                    clients, serverKey, ports, authType, ignoreSessionKey, ignoreServerKey);
        }
    }
}
