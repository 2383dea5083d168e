package io.flexaaa.e2e.lab;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * The whole house on one machine:
 *
 * <pre>
 *   server (this namespace, 10.98.0.2) -- aaa0 gw wan0 -- wan bridge -- spokes c1, c2 ...
 *                                            gw lan0 -- lan (10.99.0.2, iperf3)
 * </pre>
 *
 * A filter in gw drops what goes between wan and lan outside a tunnel, so that a ping that works
 * has crossed one.
 */
public final class Lab implements AutoCloseable {
    public static final String HUB = "198.18.0.1";
    public static final String HUB_V6 = "2001:db8:18::1";
    public static final String LAN_HOST = "10.99.0.2";
    public static final String LAN_HOST_V6 = "fd00:99::2";
    public static final String NAS_SECRET = "lab-Radius-Secret-01";
    public static final String COA_SECRET = "lab-Radius-Secret-01";

    private final Path home;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final Netns gw;
    private final Netns wan;
    private final Netns lan;
    private @Nullable House house;
    private int nextSpoke = 1;
    private int nextHub = 1;

    /** The AAA server and the hub that asks it. */
    private record House(ServerProcess server, Rest rest, GatewayProcess gateway) {}

    public Lab() {
        try {
            home = Files.createTempDirectory("fxlab");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        gw = keep(Netns.create("gw"));
        wan = keep(Netns.create("wan"));
        lan = keep(Netns.create("lan"));
        wire();
    }

    /** Started when first asked for: tests with hubs of their own need neither. */
    private synchronized House house() {
        House there = house;
        if (there != null) {
            return there;
        }
        ServerProcess server = keep(ServerProcess.firstRun(home.resolve("server")));
        Rest rest = server.rest();
        Map<String, Object> nas =
                Map.of(
                        "address",
                        "10.98.0.1/32",
                        "secret",
                        NAS_SECRET,
                        "type",
                        "flexaaa",
                        "dynAuthPort",
                        1700,
                        "acctInterimSeconds",
                        5,
                        "enabled",
                        true);
        Rest.ok(rest.put("/api/v1/nas/lab-hub?wait=applied", nas));
        GatewayProcess gateway =
                keep(GatewayProcess.start(gw, home.resolve("gw"), HubConfig.text()));
        House built = new House(server, rest, gateway);
        house = built;
        return built;
    }

    private void wire() {
        wan.run("ip link add br0 type bridge && ip link set br0 up");
        gw.cable("wan0", wan, "gw");
        wan.run("ip link set gw master br0");
        gw.cable("lan0", lan, "eth0");
        String root = "fxaaa" + ProcessHandle.current().pid() % 10000;
        gw.cable("aaa0", null, root);
        Shell.run("ip", "addr", "add", "10.98.0.2/24", "dev", root);
        gw.run("ip addr add 10.98.0.1/24 dev aaa0");
        gw.run(
                "ip addr add 198.18.0.1/16 dev wan0 && ip addr add 2001:db8:18::1/64 dev wan0"
                        + " nodad");
        gw.run("ip addr add 10.99.0.1/24 dev lan0 && ip addr add fd00:99::1/64 dev lan0 nodad");
        gw.run(
                "echo 1 >/proc/sys/net/ipv4/ip_forward; echo 1"
                        + " >/proc/sys/net/ipv6/conf/all/forwarding");
        gw.run(
                "nft 'add table inet guard;"
                        + " add chain inet guard forward { type filter hook forward priority 0; };"
                        + " add rule inet guard forward iifname \"wan0\" oifname \"lan0\" drop;"
                        + " add rule inet guard forward iifname \"lan0\" oifname \"wan0\" drop'");
        lan.run("ip addr add 10.99.0.2/24 dev eth0 && ip route add default via 10.99.0.1");
        lan.run(
                "ip addr add fd00:99::2/64 dev eth0 nodad && ip -6 route add default via"
                        + " fd00:99::1");
        keep(Shell.start(home.resolve("iperf3.log"), lan.exec("iperf3", "-s", "-i", "0"))::destroy);
    }

    /** A namespace on the WAN with an address of its own. */
    public Netns spokeNamespace() {
        int n = nextSpoke++;
        Netns spoke = keep(Netns.create("c" + n));
        spoke.cable("eth0", wan, "c" + n);
        wan.run("ip link set c" + n + " master br0");
        spoke.run("ip addr add 198.18.1." + n + "/16 dev eth0");
        spoke.run("ip addr add 2001:db8:18::1:" + n + "/64 dev eth0 nodad");
        return spoke;
    }

    /** One more hub on the WAN, with a configuration of its own; the caller closes it. */
    public Hub hub(String iosConfiguration) {
        return Hub.start(nextHub++, wan, home, iosConfiguration);
    }

    /** The place of a hub, for a gateway that is not ours; the caller closes it. */
    public Hub foreignHub() {
        return Hub.start(nextHub++, wan, home, null);
    }

    /** strongSwan as a gateway there, which asks our AAA server at {@link Hub#BRIEF_RADIUS}. */
    public Charon radiusCharon(Hub hub, String secret) {
        return keep(
                Charon.start(
                        hub.netns(),
                        home.resolve(hub.netns().name()),
                        List.of("eap-radius"),
                        List.of(
                                "eap-radius {",
                                "  accounting = yes",
                                "  servers {",
                                "    flexaaa {",
                                "      address = " + Hub.BRIEF_RADIUS,
                                "      auth_port = 1645",
                                "      acct_port = 1646",
                                "      secret = " + secret,
                                "      sockets = 4",
                                "    }",
                                "  }",
                                "}")));
    }

    /** A namespace that translates addresses, with an inner bridge for spokes. */
    public Netns natBox() {
        int n = nextSpoke++;
        Netns nat = keep(Netns.create("nat" + n));
        nat.cable("eth0", wan, "nat" + n);
        wan.run("ip link set nat" + n + " master br0");
        nat.run("ip addr add 198.18.2." + n + "/16 dev eth0");
        nat.run(
                "ip link add br0 type bridge && ip link set br0 up && ip addr add 192.168.77.1/24"
                        + " dev br0");
        nat.run("echo 1 >/proc/sys/net/ipv4/ip_forward");
        nat.run(
                "nft 'add table ip nat;"
                        + " add chain ip nat post { type nat hook postrouting priority 100; };"
                        + " add rule ip nat post oifname \"eth0\" masquerade'");
        return nat;
    }

    /** A spoke behind that NAT. */
    public Netns spokeBehind(Netns nat, int n) {
        Netns spoke = keep(Netns.create("n" + nextSpoke++));
        spoke.cable("eth0", nat, "in" + n);
        nat.run("ip link set in" + n + " master br0");
        spoke.run("ip addr add 192.168.77.1" + n + "/24 dev eth0");
        spoke.run("ip route add default via 192.168.77.1");
        return spoke;
    }

    public Charon charon(Netns netns, String... settings) {
        return keep(Charon.start(netns, home.resolve(netns.name()), settings));
    }

    public Netns gatewayNamespace() {
        return gw;
    }

    public Netns lan() {
        return lan;
    }

    public ServerProcess server() {
        return house().server();
    }

    public GatewayProcess gateway() {
        return house().gateway();
    }

    public Rest rest() {
        return house().rest();
    }

    public Path home() {
        return home;
    }

    private <T extends AutoCloseable> T keep(T opened) {
        this.opened.push(opened);
        return opened;
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                System.err.println("closing the lab: " + e);
            }
        }
        System.err.println("logs of this run: " + home);
    }
}
