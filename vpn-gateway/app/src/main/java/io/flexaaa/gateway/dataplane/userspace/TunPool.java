package io.flexaaa.gateway.dataplane.userspace;

import io.flexaaa.gateway.dataplane.InterfaceSpec;
import io.flexaaa.linux.Errno;
import io.flexaaa.linux.InterfaceSettings;
import io.flexaaa.linux.Link;
import io.flexaaa.linux.LinkAddress;
import io.flexaaa.linux.LinuxException;
import io.flexaaa.linux.Memory;
import io.flexaaa.linux.Route;
import io.flexaaa.linux.Rtnetlink;
import io.flexaaa.linux.TunDevice;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/** Makes, reuses and removes session TUNs. Callers hold the data plane's lock. */
final class TunPool implements AutoCloseable {
    // 500, the default, overflows first under small packets, and silently.
    private static final int QUEUE_PACKETS = 5000;

    private final Rtnetlink netlink;
    private final String prefix;
    private final int capacity;
    private final Deque<TunDevice> idle = new ArrayDeque<>();
    private final Set<Integer> ours = new HashSet<>();
    private int named;

    TunPool(Rtnetlink netlink, String prefix, int capacity) {
        this.netlink = netlink;
        this.prefix = prefix;
        this.capacity = capacity;
    }

    TunDevice take(InterfaceSpec spec) throws IOException {
        TunDevice reused = idle.poll();
        TunDevice tun;
        if (reused == null) {
            tun = TunDevice.create(spec.name());
            ours.add(tun.index());
        } else {
            tun = reused;
        }
        try {
            if (reused == null) {
                netlink.setTransmitQueue(tun.index(), QUEUE_PACKETS);
            } else {
                drain(tun);
                rename(tun.index(), spec.name());
            }
            netlink.setMtu(tun.index(), spec.mtuOctets());
            netlink.setAlias(tun.index(), spec.description());
            InterfaceSettings.reversePathFilter(spec.name(), 0);
            InterfaceSettings.withoutDuplicateAddressDetection(spec.name());
            InterfaceSettings.withoutLinkLocalAddress(spec.name());
            netlink.setUp(tun.index());
            return tun;
        } catch (IOException e) {
            discard(tun);
            throw e;
        }
    }

    /** No packet thread uses the device any more. */
    void giveBack(TunDevice tun) {
        if (idle.size() >= capacity) {
            discard(tun);
            return;
        }
        try {
            for (LinkAddress address : netlink.addresses(tun.index())) {
                netlink.removeAddress(address);
            }
            drain(tun);
            netlink.setAlias(tun.index(), "");
            rename(tun.index(), prefix + "-idle" + named++);
            idle.push(tun);
        } catch (LinuxException e) {
            // A device in an unknown state is not worth keeping.
            discard(tun);
        }
    }

    /**
     * Without address and route nothing enters an idle device, so it stays up: taking a link down
     * waits for every CPU of the kernel, some 20 ms in which no session is set up.
     */
    private void rename(int index, String name) throws LinuxException {
        try {
            netlink.rename(index, name);
        } catch (LinuxException e) {
            if (e.errno() != Errno.EBUSY) {
                throw e;
            }
            // Linux before 6.2 renames only what is down.
            netlink.setDown(index);
            netlink.rename(index, name);
        }
    }

    /** What the kernel queued for the old session must not leave through the next one. */
    private static void drain(TunDevice tun) {
        try (Arena arena = Arena.ofConfined()) {
            int octets = 65_536 + TunDevice.HEADER_OCTETS;
            long scratch = Memory.allocate(arena, octets);
            int left = QUEUE_PACKETS * 2;
            while (left-- > 0 && tun.read(scratch, octets) > 0) {
                continue;
            }
        }
    }

    private void discard(TunDevice tun) {
        ours.remove(tun.index());
        tun.close();
    }

    /** Links with our prefix and routes with our protocol number that this process did not make. */
    void reclaim() throws LinuxException {
        for (Link link : netlink.links()) {
            if (link.name().startsWith(prefix)
                    && link.kind().equals("tun")
                    && !ours.contains(link.index())) {
                netlink.deleteLink(link.index());
            }
        }
        for (Route route : netlink.routes()) {
            if (route.protocol() == Rtnetlink.PROTOCOL_FLEXAAA
                    && !ours.contains(route.interfaceIndex())) {
                netlink.removeRoute(route);
            }
        }
    }

    @Override
    public void close() {
        idle.forEach(TunDevice::close);
        idle.clear();
    }
}
