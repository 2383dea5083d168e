package io.flexaaa.gateway.ios.config;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** RADIUS sections while they are being read. */
final class RadiusDrafts {
    private RadiusDrafts() {}

    static final class Server {
        final String name;
        @Nullable String host;
        int authPort = RadiusConfig.Server.AUTH_PORT;
        int acctPort = RadiusConfig.Server.ACCT_PORT;
        @Nullable ConfigKey key;
        @Nullable Integer timeoutSeconds;
        @Nullable Integer retransmit;

        Server(String name) {
            this.name = name;
        }

        RadiusConfig.Server build() {
            return new RadiusConfig.Server(
                    name, host, authPort, acctPort, key, timeoutSeconds, retransmit);
        }
    }

    static final class Group {
        final String name;
        final List<RadiusConfig.Member> members = new ArrayList<>();
        @Nullable Integer deadtimeMinutes;
        @Nullable String sourceInterface;
        @Nullable Integer balanceBatch;

        Group(String name) {
            this.name = name;
        }

        RadiusConfig.ServerGroup build() {
            return new RadiusConfig.ServerGroup(
                    name, members, deadtimeMinutes, sourceInterface, balanceBatch);
        }
    }

    static final class Defaults {
        int timeoutSeconds = RadiusConfig.Defaults.IOS.timeoutSeconds();
        int retransmit = RadiusConfig.Defaults.IOS.retransmit();
        int deadtimeMinutes;
        int deadCriteriaSeconds = RadiusConfig.Defaults.IOS.deadCriteriaSeconds();
        int deadCriteriaTries = RadiusConfig.Defaults.IOS.deadCriteriaTries();
        @Nullable ConfigKey key;
        @Nullable String nasIpAddress;
        final Set<RadiusConfig.AttributeOption> attributes =
                EnumSet.noneOf(RadiusConfig.AttributeOption.class);

        RadiusConfig.Defaults build() {
            return new RadiusConfig.Defaults(
                    timeoutSeconds,
                    retransmit,
                    deadtimeMinutes,
                    deadCriteriaSeconds,
                    deadCriteriaTries,
                    key,
                    nasIpAddress,
                    attributes);
        }
    }
}
