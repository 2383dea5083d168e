package io.flexaaa.e2e.lab;

import java.util.ArrayList;
import java.util.List;

/** A network namespace that this test run made, and that goes with it. */
public final class Netns implements AutoCloseable {
    private static int nextVeth;

    private final String name;

    private Netns(String name) {
        this.name = name;
    }

    /** Makes one named after this process, so that two runs do not meet. */
    public static Netns create(String role) {
        Netns made = new Netns("fx" + ProcessHandle.current().pid() + "-" + role);
        Shell.attempt(10, "ip", "netns", "del", made.name);
        Shell.run("ip", "netns", "add", made.name);
        // Also when a test run is ended half way: its addresses would haunt the next one.
        Runtime.getRuntime().addShutdownHook(new Thread(made::close));
        made.run("ip link set lo up");
        made.run(
                "for f in all default; do echo 0 >/proc/sys/net/ipv4/conf/$f/rp_filter;"
                        + " echo 0 >/proc/sys/net/ipv6/conf/$f/accept_dad; done;"
                        + " echo 1 >/proc/sys/net/ipv4/conf/all/promote_secondaries");
        return made;
    }

    public String name() {
        return name;
    }

    /** The command that runs another one in here. */
    public List<String> exec(String... command) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", name));
        all.addAll(List.of(command));
        return all;
    }

    /** A shell line in here that must end well. */
    public String run(String line) {
        return Shell.run(exec("sh", "-c", line).toArray(String[]::new));
    }

    public Shell.Result attempt(int seconds, String line) {
        return Shell.attempt(seconds, exec("sh", "-c", line).toArray(String[]::new));
    }

    /**
     * A virtual cable from an interface in here to one over there.
     *
     * @param peer the other end, or null for the machine's own namespace
     */
    public void cable(
            String device, @org.jspecify.annotations.Nullable Netns peer, String peerDevice) {
        String a = "fx" + ProcessHandle.current().pid() % 100000 + "a" + nextVeth;
        String b = "fx" + ProcessHandle.current().pid() % 100000 + "b" + nextVeth++;
        Shell.run("ip", "link", "add", a, "type", "veth", "peer", "name", b);
        Shell.run("ip", "link", "set", a, "netns", name);
        run("ip link set " + a + " name " + device + " && ip link set " + device + " up");
        if (peer == null) {
            Shell.run("ip", "link", "set", b, "name", peerDevice);
            Shell.run("ip", "link", "set", peerDevice, "up");
        } else {
            Shell.run("ip", "link", "set", b, "netns", peer.name);
            peer.run("ip link set " + b + " name " + peerDevice);
            peer.run("ip link set " + peerDevice + " up");
        }
    }

    @Override
    public void close() {
        Shell.attempt(20, "ip", "netns", "del", name);
    }
}
