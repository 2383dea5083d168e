package io.flexaaa.ipsec.filter;

import io.flexaaa.ipsec.esp.BigEndian;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;

/** One access list line with its addresses as numbers and masks. */
final class Rule {
    final boolean permit;
    private final boolean ipv6;
    private final int protocol;
    private final long sourceHigh;
    private final long sourceLow;
    private final long sourceMaskHigh;
    private final long sourceMaskLow;
    private final long destinationHigh;
    private final long destinationLow;
    private final long destinationMaskHigh;
    private final long destinationMaskLow;
    private final AclEntry.Ports sourcePorts;
    private final AclEntry.Ports destinationPorts;
    private final boolean established;
    private final int icmpType;
    private final int icmpCode;
    private final boolean looksAtTransport;

    Rule(AclEntry entry) {
        permit = entry.permit();
        ipv6 = entry.ipv6();
        protocol = entry.protocol();
        sourceMaskHigh = mask(entry.source(), 0);
        sourceMaskLow = mask(entry.source(), 8);
        sourceHigh = word(entry.source().address(), 0) & sourceMaskHigh;
        sourceLow = word(entry.source().address(), 8) & sourceMaskLow;
        destinationMaskHigh = mask(entry.destination(), 0);
        destinationMaskLow = mask(entry.destination(), 8);
        destinationHigh = word(entry.destination().address(), 0) & destinationMaskHigh;
        destinationLow = word(entry.destination().address(), 8) & destinationMaskLow;
        sourcePorts = entry.sourcePorts();
        destinationPorts = entry.destinationPorts();
        established = entry.established();
        icmpType = entry.icmpType();
        icmpCode = entry.icmpCode();
        looksAtTransport =
                established
                        || icmpType >= 0
                        || icmpCode >= 0
                        || !sourcePorts.any()
                        || !destinationPorts.any();
    }

    /** IPv4 addresses are the low 32 bits. */
    private static long word(@Nullable InetAddress address, int at) {
        if (address == null) {
            return 0;
        }
        byte[] octets = address.getAddress();
        if (octets.length == 4) {
            return at == 0 ? 0 : BigEndian.u32(octets, 0);
        }
        return BigEndian.i64(octets, at);
    }

    private static long mask(AclEntry.Match match, int at) {
        InetAddress wildcard = match.wildcard();
        if (match.address() == null) {
            return 0;
        }
        return wildcard == null ? -1 : ~word(wildcard, at);
    }

    boolean matches(FlowKey key) {
        if (key.ipv6 != ipv6
                || (protocol >= 0 && key.protocol != protocol)
                || ((key.sourceLow ^ sourceLow) & sourceMaskLow) != 0
                || ((key.sourceHigh ^ sourceHigh) & sourceMaskHigh) != 0
                || ((key.destinationLow ^ destinationLow) & destinationMaskLow) != 0
                || ((key.destinationHigh ^ destinationHigh) & destinationMaskHigh) != 0) {
            return false;
        }
        if (!looksAtTransport) {
            return true;
        }
        if (key.laterFragment) {
            // As IOS does: a permit line lets the rest of a packet through on its addresses, a deny
            // line can not know and does not match.
            return permit;
        }
        return (!established || key.ackOrReset)
                && (icmpType < 0 || key.sourcePort == icmpType)
                && (icmpCode < 0 || key.destinationPort == icmpCode)
                && in(sourcePorts, key.sourcePort)
                && in(destinationPorts, key.destinationPort);
    }

    private static boolean in(AclEntry.Ports ports, int port) {
        return (port >= ports.low() && port <= ports.high()) != ports.negated();
    }
}
