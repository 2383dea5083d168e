package io.flexaaa.server.dynauth;

import io.flexaaa.protocol.avpair.AvPair;
import io.flexaaa.protocol.policy.AuthorizationData;
import io.flexaaa.protocol.policy.EffectivePolicy;
import io.flexaaa.protocol.policy.Merge;
import io.flexaaa.protocol.policy.Source;
import io.flexaaa.protocol.policy.Sourced;
import io.flexaaa.protocol.radius.Attributes;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/**
 * The difference between what a session has and what it would be given now, cut into what a hub can
 * apply by CoA (interface-config, QoS, ACLs, Session-Timeout) and what it reads at connection time
 * only. A function.
 */
final class PolicyDiff {
    private final EffectivePolicy old;
    private final EffectivePolicy changed;
    private final EffectivePolicy now;
    private final List<String> avPairs = new ArrayList<>();
    private final List<String> reconnect = new ArrayList<>();
    private @Nullable Integer sessionTimeout;

    private PolicyDiff(EffectivePolicy old, EffectivePolicy changed, EffectivePolicy now) {
        this.old = old;
        this.changed = changed;
        this.now = now;
    }

    static PushPlan of(Grants.Given given, @Nullable Attributes group, @Nullable Attributes peer) {
        PolicyDiff diff =
                new PolicyDiff(
                        merged(given.group(), given.peer()),
                        merged(null, given.changed()),
                        merged(group, peer));
        diff.live();
        diff.others();
        PolicyChange change =
                diff.avPairs.isEmpty() && diff.sessionTimeout == null
                        ? null
                        : new PolicyChange(List.copyOf(diff.avPairs), diff.sessionTimeout);
        return new PushPlan(change, List.copyOf(diff.reconnect));
    }

    private static EffectivePolicy merged(@Nullable Attributes group, @Nullable Attributes peer) {
        return Merge.merge(
                data(Source.GROUP, group),
                AuthorizationData.none(Source.IMPLICIT),
                data(Source.USER, peer),
                false);
    }

    private static AuthorizationData data(Source source, @Nullable Attributes attributes) {
        return new AuthorizationData(
                source, attributes == null ? Attributes.EMPTY : GrantCodec.withoutKeys(attributes));
    }

    private void live() {
        interfaceConfig();
        qos("sub-qos-policy-in", EffectivePolicy::qosIn);
        qos("sub-qos-policy-out", EffectivePolicy::qosOut);
        acl("inacl", EffectivePolicy::inAcl);
        acl("outacl", EffectivePolicy::outAcl);
        Long before = inForce(EffectivePolicy::sessionTimeoutSeconds);
        Long after = EffectivePolicy.value(now.sessionTimeoutSeconds());
        if (Objects.equals(before, after)) return;
        if (after == null) taken("Session-Timeout " + before + " s");
        else sessionTimeout = (int) Math.min(Integer.MAX_VALUE, after);
    }

    /**
     * The lines act one after the other as on a console. New ones are sent; when one that is there
     * has gone, all lines of now are sent, for it may have overridden one of them.
     */
    private void interfaceConfig() {
        List<String> accepted = values(old.interfaceConfig());
        List<String> since = values(changed.interfaceConfig());
        List<String> wanted = values(now.interfaceConfig());
        Set<String> there = new LinkedHashSet<>(accepted);
        there.addAll(since);
        List<String> gone = there.stream().filter(line -> !wanted.contains(line)).toList();
        gone.forEach(line -> taken("interface-config " + line));
        boolean asWanted =
                since.size() >= wanted.size()
                        && since.subList(since.size() - wanted.size(), since.size()).equals(wanted);
        if (asWanted && !since.isEmpty()) return;
        boolean changedOrder =
                since.isEmpty() && !accepted.equals(wanted) && there.containsAll(wanted);
        for (String line : wanted) {
            if (!gone.isEmpty() || changedOrder || !there.contains(line)) {
                avPairs.add("ip:interface-config=" + line);
            }
        }
    }

    private void qos(String name, Function<EffectivePolicy, @Nullable Sourced<String>> of) {
        String before = inForce(of);
        String after = EffectivePolicy.value(of.apply(now));
        if (Objects.equals(before, after)) return;
        if (after == null) taken(name + " " + before);
        else avPairs.add("ip:" + name + "=" + after);
    }

    /** An ACL is one thing: it is replaced whole. */
    private void acl(String name, Function<EffectivePolicy, List<Sourced<AvPair>>> of) {
        List<String> since = texts(of.apply(changed));
        List<String> before = since.isEmpty() ? texts(of.apply(old)) : since;
        List<String> after = texts(of.apply(now));
        if (before.equals(after)) return;
        if (after.isEmpty()) taken(name + " (" + before.size() + " entries)");
        else avPairs.addAll(after);
    }

    private void others() {
        other("Framed-IP-Address", EffectivePolicy::framedIp);
        other("Framed-IP-Netmask", EffectivePolicy::framedNetmask);
        other("Framed-Pool", EffectivePolicy::pool);
        other("addrv6", EffectivePolicy::addrV6);
        other("prefix-len", EffectivePolicy::prefixLength);
        other("ipv6-addr-pool", EffectivePolicy::poolV6);
        other("dns-servers", EffectivePolicy::dns);
        other("wins-servers", EffectivePolicy::wins);
        other("ipv6-dns-servers-addr", EffectivePolicy::dnsV6);
        other("banner", EffectivePolicy::banner);
        other("default-domain", EffectivePolicy::defaultDomain);
        other("route-accept", EffectivePolicy::routeAccept);
        other("Idle-Timeout", EffectivePolicy::idleTimeoutSeconds);
        other("Acct-Interim-Interval", EffectivePolicy::acctInterimSeconds);
        other("ipsec-flow-limit", EffectivePolicy::flowLimit);
        other("group-dhcp-server", EffectivePolicy::dhcpServer);
        other("dhcp-giaddr", EffectivePolicy::dhcpGiaddr);
        other("dhcp-timeout", EffectivePolicy::dhcpTimeoutSeconds);
        others("route-set", values(old.routeSets()), values(now.routeSets()));
        others("split-dns", values(old.splitDns()), values(now.splitDns()));
        others("backup-gateway", values(old.backupGateways()), values(now.backupGateways()));
        others("other AV pairs", texts(old.other()), texts(now.other()));
    }

    private void other(String name, Function<EffectivePolicy, ? extends @Nullable Sourced<?>> of) {
        Sourced<?> before = of.apply(old);
        Sourced<?> after = of.apply(now);
        Object was = before == null ? null : before.value();
        Object is = after == null ? null : after.value();
        if (!Objects.equals(was, is)) {
            reconnect.add(
                    name + ": " + shown(was) + " becomes " + shown(is) + " at the next connection");
        }
    }

    private void others(String name, List<?> before, List<?> after) {
        if (!before.equals(after)) {
            reconnect.add(
                    name
                            + ": "
                            + shown(before)
                            + " becomes "
                            + shown(after)
                            + " at the next connection");
        }
    }

    private static String shown(@Nullable Object value) {
        if (value == null || value.equals(List.of())) return "nothing";
        if (value instanceof java.net.InetAddress address) return address.getHostAddress();
        return value.toString();
    }

    private void taken(String what) {
        reconnect.add(
                what + " was taken away; a CoA cannot do that, it stays until the next connection");
    }

    private <T> @Nullable T inForce(Function<EffectivePolicy, @Nullable Sourced<T>> of) {
        T since = EffectivePolicy.value(of.apply(changed));
        return since != null ? since : EffectivePolicy.value(of.apply(old));
    }

    private static <T> List<T> values(List<Sourced<T>> list) {
        return list.stream().map(Sourced::value).toList();
    }

    private static List<String> texts(List<Sourced<AvPair>> list) {
        return list.stream().map(s -> s.value().text()).toList();
    }
}
