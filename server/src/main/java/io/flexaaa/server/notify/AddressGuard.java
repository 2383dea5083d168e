package io.flexaaa.server.notify;

import io.flexaaa.server.nas.Prefix;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;

/**
 * Keeps webhooks from being turned against the server's own machine and its cloud's metadata
 * service: whoever may write a URL here would otherwise reach what only this machine can. Checked
 * when written and at each delivery, for a name can change its address in between.
 */
@Component
class AddressGuard {
    /** EC2's metadata service over IPv6 is no link-local address. */
    private static final Prefix METADATA_V6 =
            Objects.requireNonNull(Prefix.parse("fd00:ec2::254/128"));

    private static final Prefix NAT64 = Objects.requireNonNull(Prefix.parse("64:ff9b::/96"));
    private static final Prefix THIS_NETWORK = Objects.requireNonNull(Prefix.parse("0.0.0.0/8"));
    private final List<Prefix> allowed;

    AddressGuard(WebhookProperties properties) {
        this.allowed =
                properties.allow().stream()
                        .map(text -> {
                            Prefix prefix = Prefix.parse(text);
                            if (prefix == null) {
                                throw new IllegalArgumentException(
                                        "flexaaa.webhooks.allow: "
                                                + text
                                                + " is no address or prefix");
                            }
                            return prefix;
                        })
                        .toList();
    }

    /** Why that URL is not called, or null. */
    @Nullable String refusal(URI url) {
        String host = url.getHost();
        if (host == null) return "the URL names no host";
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (!permitted(address)) {
                    return host
                            + " is "
                            + address.getHostAddress()
                            + ", an address of this machine or its link; name it in"
                            + " flexaaa.webhooks.allow if that is meant";
                }
            }
            return null;
        } catch (UnknownHostException e) {
            return host + " has no address";
        }
    }

    boolean permitted(InetAddress address) {
        InetAddress seen = unwrapped(address);
        if (allowed.stream().anyMatch(p -> p.contains(seen))) return true;
        return !(seen.isLoopbackAddress()
                || seen.isLinkLocalAddress()
                || seen.isAnyLocalAddress()
                || seen.isMulticastAddress()
                || THIS_NETWORK.contains(seen)
                || METADATA_V6.contains(seen));
    }

    /** An IPv4 address in IPv6's clothes (compatible, NAT64, 6to4) is judged as itself. */
    private static InetAddress unwrapped(InetAddress address) {
        if (!(address instanceof Inet6Address v6)) return address;
        byte[] a = v6.getAddress();
        int from = -1;
        if (v6.isIPv4CompatibleAddress() && !v6.isLoopbackAddress() && !v6.isAnyLocalAddress())
            from = 12;
        if (NAT64.contains(v6)) from = 12;
        if (a[0] == 0x20 && a[1] == 0x02) from = 2;
        if (from < 0) return address;
        try {
            return InetAddress.getByAddress(
                    new byte[] {a[from], a[from + 1], a[from + 2], a[from + 3]});
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four octets are an address", e);
        }
    }
}
