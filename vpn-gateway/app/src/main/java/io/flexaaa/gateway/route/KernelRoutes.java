package io.flexaaa.gateway.route;

import io.flexaaa.gateway.ios.config.IpPrefix;
import io.flexaaa.gateway.virtualaccess.VirtualAccess;
import io.flexaaa.linux.LinkAddress;
import io.flexaaa.linux.Route;
import io.flexaaa.linux.Rtnetlink;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Addresses and routes of session interfaces in the kernel, marked as ours. */
public final class KernelRoutes implements SessionRoutes.Table, VirtualAccess.Links {
    private static final long OWNER_KNOWN_NS = 10_000_000_000L;

    private final Rtnetlink netlink;
    private final Map<InetAddress, Owner> owners = new ConcurrentHashMap<>();

    private record Owner(boolean elsewhere, long askedNs) {}

    public KernelRoutes(Rtnetlink netlink) {
        this.netlink = netlink;
    }

    @Override
    public void add(SessionRoute route) throws IOException {
        netlink.addRoute(kernel(route));
    }

    @Override
    public void remove(SessionRoute route) throws IOException {
        netlink.removeRoute(kernel(route));
    }

    /** An address the host already has elsewhere is left alone: the interface then borrows it. */
    @Override
    public void addAddress(int linkIndex, IpPrefix address) throws IOException {
        if (ownedElsewhere(address.address())) {
            return;
        }
        netlink.addAddress(LinkAddress.of(linkIndex, address.address(), address.length()));
    }

    /**
     * Finding an address's interface walks all of them, which with a thousand sessions costs more
     * than the rest of a login; every session of a template asks for the same address.
     */
    private boolean ownedElsewhere(InetAddress address) throws IOException {
        long now = System.nanoTime();
        Owner known = owners.get(address);
        if (known == null || now - known.askedNs() > OWNER_KNOWN_NS) {
            NetworkInterface owner = NetworkInterface.getByInetAddress(address);
            known = new Owner(owner != null && !owner.getName().startsWith("vaccess"), now);
            owners.put(address, known);
        }
        return known.elsewhere();
    }

    @Override
    public void removeAddress(int linkIndex, IpPrefix address) throws IOException {
        netlink.removeAddress(LinkAddress.of(linkIndex, address.address(), address.length()));
    }

    private static Route kernel(SessionRoute route) {
        return new Route(
                network(route.destination()),
                route.destination().length(),
                route.nextHop(),
                route.linkIndex(),
                route.metric(),
                Rtnetlink.PROTOCOL_FLEXAAA);
    }

    private static InetAddress network(IpPrefix prefix) {
        byte[] octets = prefix.address().getAddress();
        for (int bit = prefix.length(); bit < octets.length * 8; bit++) {
            octets[bit >> 3] = (byte) (octets[bit >> 3] & ~(0x80 >> (bit & 7)));
        }
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("network of " + prefix, e);
        }
    }
}
