package io.flexaaa.gateway.ios.config;

import io.flexaaa.gateway.ios.config.AclEntry.AddressMatch;
import io.flexaaa.gateway.ios.config.AclEntry.PortMatch;

import java.net.InetAddress;

/** Access-list entries as IOS prints them. */
public final class AclText {
    private AclText() {}

    /** Without the sequence number. */
    public static String text(AclEntry e, AccessList.Kind kind) {
        StringBuilder out = new StringBuilder(e.permit() ? "permit" : "deny");
        if (kind != AccessList.Kind.STANDARD) {
            out.append(' ').append(ProtocolNames.name(e.protocol(), kind == AccessList.Kind.IPV6));
        }
        out.append(address(e.source())).append(ports(e.sourcePorts()));
        if (kind != AccessList.Kind.STANDARD) {
            out.append(address(e.destination())).append(ports(e.destinationPorts()));
        }
        if (e.icmpType() != null) {
            out.append(' ').append(e.icmpType());
        }
        if (e.icmpCode() != null) {
            out.append(' ').append(e.icmpCode());
        }
        if (e.established()) {
            out.append(" established");
        }
        if (e.dscp() != null) {
            out.append(" dscp ").append(e.dscp());
        }
        return out.append(e.fragments() ? " fragments" : "")
                .append(e.log() ? " log" : "")
                .toString();
    }

    private static String address(AddressMatch match) {
        return switch (match) {
            case AddressMatch.Any() -> " any";
            case AddressMatch.Host(InetAddress a) -> " host " + Addresses.text(a);
            case AddressMatch.Wildcard(InetAddress a, InetAddress w) ->
                    " " + Addresses.text(a) + " " + Addresses.text(w);
            case AddressMatch.Prefix(IpPrefix p) -> " " + p;
        };
    }

    private static String ports(PortMatch match) {
        return switch (match) {
            case PortMatch.Any() -> "";
            case PortMatch.Eq eq -> {
                StringBuilder out = new StringBuilder(" eq");
                eq.ports().forEach(p -> out.append(' ').append(p));
                yield out.toString();
            }
            case PortMatch.Neq(int p) -> " neq " + p;
            case PortMatch.Lt(int p) -> " lt " + p;
            case PortMatch.Gt(int p) -> " gt " + p;
            case PortMatch.Range(int low, int high) -> " range " + low + " " + high;
        };
    }
}
