package io.flexaaa.e2e.lab;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;

/**
 * A hub beside the laboratory's own. It reaches the AAA server at 172.16.1.3, the address that the
 * brief's configurations name, and has a host address behind the tunnel on its loopback.
 */
public final class Hub implements AutoCloseable {
    /** Where the brief's configurations have their RADIUS server. */
    public static final String BRIEF_RADIUS = "172.16.1.3";

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final int number;
    private final Netns netns;
    private final @Nullable GatewayProcess gateway;

    private Hub(int number, Netns wan, Path home, @Nullable String iosConfiguration) {
        this.number = number;
        netns = Netns.create("h" + number);
        opened.push(netns);
        try {
            wire(wan);
            gateway =
                    iosConfiguration == null
                            ? null
                            : GatewayProcess.start(
                                    netns, home.resolve("h" + number), iosConfiguration);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
        if (gateway != null) opened.push(gateway);
    }

    /**
     * @param iosConfiguration null: the place alone, for a gateway that is not ours
     */
    static Hub start(int number, Netns wan, Path home, @Nullable String iosConfiguration) {
        return new Hub(number, wan, home, iosConfiguration);
    }

    private void wire(Netns wan) {
        netns.cable("wan0", wan, "h" + number);
        wan.run("ip link set h" + number + " master br0");
        netns.run("ip addr add " + address() + "/16 dev wan0");
        netns.run("ip addr add " + addressV6() + "/64 dev wan0 nodad");
        String root = "fxaaa" + ProcessHandle.current().pid() % 10000 + "h" + number;
        netns.cable("aaa0", null, root);
        netns.run("ip addr add " + nasAddress() + "/24 dev aaa0");
        Shell.run("ip", "addr", "add", BRIEF_RADIUS, "peer", nasAddress(), "dev", root);
        netns.run("ip addr add " + inside() + "/32 dev lo");
        netns.run("echo 1 >/proc/sys/net/ipv4/ip_forward");
    }

    /** Its address on the WAN. */
    public String address() {
        return "198.18.0." + (10 + number);
    }

    public String addressV6() {
        return "2001:db8:18::" + (10 + number);
    }

    /** Where its RADIUS packets come from. */
    public String nasAddress() {
        return "172.16.1." + (10 + number);
    }

    /** An address of its own that only a tunnel leads to. */
    public String inside() {
        return "10.96." + number + ".1";
    }

    public Netns netns() {
        return netns;
    }

    public GatewayProcess gateway() {
        return Objects.requireNonNull(gateway, "this hub is not ours");
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                System.err.println("closing hub " + number + ": " + e);
            }
        }
    }
}
