package io.flexaaa.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.lang.foreign.Arena;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Against the real kernel, in a network namespace of its own; needs root. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KernelIT {
    private static final String NAMESPACE = "flexaaa-kernel-it";

    private final ExecutorService inside = Executors.newSingleThreadExecutor();

    @BeforeAll
    void makeNamespace() throws Exception {
        run("ip", "netns", "add", NAMESPACE);
        run("ip", "-n", NAMESPACE, "link", "set", "lo", "up");
        inside(() -> {
            NetworkNamespace.enter(NAMESPACE);
            return 0;
        });
    }

    @AfterAll
    void removeNamespace() throws Exception {
        inside.shutdown();
        run("ip", "netns", "del", NAMESPACE);
    }

    private <T> T inside(Callable<T> task) throws Exception {
        return inside.submit(task).get();
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
    }

    @Test
    void aTunIsConfiguredAndDiesWithItsDescriptor() throws Exception {
        inside(() -> {
            try (Rtnetlink netlink = Rtnetlink.open()) {
                TunDevice tun = TunDevice.create("vaccess1");
                assertThat(tun.offload()).isNotEqualTo(TunDevice.Offload.NONE);
                netlink.setMtu(tun.index(), 1390);
                netlink.setTransmitQueue(tun.index(), 2000);
                netlink.setAlias(tun.index(), "peer spoke1");
                netlink.setUp(tun.index());
                Link link = Objects.requireNonNull(netlink.link("vaccess1"));
                assertThat(link).isNotNull();
                assertThat(link.mtu()).isEqualTo(1390);
                assertThat(link.up()).isTrue();
                assertThat(link.alias()).isEqualTo("peer spoke1");
                assertThat(link.kind()).isEqualTo("tun");
                netlink.setDown(tun.index());
                netlink.rename(tun.index(), "vaccess2");
                netlink.setAlias(tun.index(), "");
                assertThat(netlink.link("vaccess1")).isNull();
                assertThat(Objects.requireNonNull(netlink.link("vaccess2")).alias()).isEmpty();
                tun.close();
                assertThat(netlink.link("vaccess2")).isNull();
            }
            return 0;
        });
    }

    @Test
    void addressesAndRoutesOfBothFamilies() throws Exception {
        inside(() -> {
            try (Rtnetlink netlink = Rtnetlink.open();
                    TunDevice tun = TunDevice.create("vaccess3")) {
                // An IPv6 link-local address of the kernel's own would be one more.
                InterfaceSettings.withoutLinkLocalAddress("vaccess3");
                netlink.setUp(tun.index());
                LinkAddress four = new LinkAddress(tun.index(), ip("10.9.0.1"), ip("10.9.0.2"), 32);
                LinkAddress six = LinkAddress.of(tun.index(), ip("fd00:9::1"), 128);
                netlink.addAddress(four);
                netlink.addAddress(four);
                netlink.addAddress(six);
                assertThat(netlink.addresses()).contains(four, six);
                assertThat(netlink.addresses(tun.index())).containsExactlyInAnyOrder(four, six);
                assertThat(netlink.addresses(1))
                        .isNotEmpty()
                        .allMatch(address -> address.interfaceIndex() == 1);

                Route net4 = Route.onLink(ip("10.77.0.0"), 16, tun.index(), 5);
                Route net6 = Route.onLink(ip("fd00:77::"), 32, tun.index(), 7);
                netlink.addRoute(net4);
                netlink.addRoute(net6);
                assertThat(netlink.routes()).contains(net4, net6);
                assertThatThrownBy(() -> netlink.addRoute(net4))
                        .isInstanceOf(LinuxException.class)
                        .hasMessageContaining("netlink add route")
                        .hasMessageContaining("10.77.0.0")
                        .hasMessageContaining("File exists");
                netlink.replaceRoute(net4);
                netlink.removeRoute(net4);
                netlink.removeRoute(net4);
                netlink.removeRoute(net6);
                netlink.removeAddress(four);
                netlink.removeAddress(four);
                assertThat(netlink.routes()).doesNotContain(net4, net6);
                assertThat(netlink.addresses()).doesNotContain(four);
            }
            return 0;
        });
    }

    @Test
    void anErrorNamesCallObjectAndReason() {
        assertThatThrownBy(() ->
                        inside(() -> {
                            try (Rtnetlink netlink = Rtnetlink.open()) {
                                netlink.setUp(4711);
                            }
                            return 0;
                        }))
                .hasRootCauseMessage("netlink set up link 4711: No such device (errno 19)");
    }

    @Test
    void segmentsGoOutInOneCallAndComeBackWithTheirLength() throws Exception {
        inside(() -> {
            InetAddress lo = ip("127.0.0.1");
            try (UdpSocket sender = UdpSocket.udp(lo, 40001);
                    UdpSocket receiver = UdpSocket.udp(ip("0.0.0.0"), 40002)) {
                Path path =
                        Path.udp(
                                new InetSocketAddress(lo, 40001), new InetSocketAddress(lo, 40002));
                SendBatch batch = new SendBatch(2);
                byte[] text = "aaaabbbbcc".getBytes(StandardCharsets.US_ASCII);
                Memory.fromHeap(text, 0, 10, batch.buffer(0));
                batch.set(0, path, 10, 4);
                Memory.fromHeap(text, 0, 3, batch.buffer(1));
                batch.set(1, path, 3, 3);
                assertThat(batch.send(sender, 2)).isZero();

                ReceiveBatch in = new ReceiveBatch(8, 65_536);
                StringBuilder seen = new StringBuilder();
                Path back =
                        Path.udp(
                                new InetSocketAddress(lo, 40002), new InetSocketAddress(lo, 40001));
                for (int n = in.receive(receiver); n > 0; n = in.receive(receiver)) {
                    for (int i = 0; i < n; i++) {
                        assertThat(in.cameFrom(i, back)).isTrue();
                        assertThat(in.cameFrom(i, path)).isFalse();
                        assertThat(in.remote(i).getPort()).isEqualTo(40001);
                        assertThat(in.local(i)).isEqualTo(lo);
                        int step = in.segmentOctets(i);
                        for (int at = 0; at < in.length(i); at += step) {
                            byte[] part = new byte[Math.min(step, in.length(i) - at)];
                            Memory.toHeap(in.buffer(i) + at, part, 0, part.length);
                            seen.append(new String(part, StandardCharsets.US_ASCII)).append(' ');
                        }
                    }
                }
                assertThat(seen.toString()).isEqualTo("aaaa bbbb cc aaa ");
            }
            return 0;
        });
    }

    @Test
    void aWaitEndsWhenWoken() throws Exception {
        try (Poller poller = Poller.open();
                Arena arena = Arena.ofConfined()) {
            assertThat(Memory.allocate(arena, 8)).isNotZero();
            assertThat(poller.await(0)).isZero();
            poller.wake();
            assertThat(poller.await(1000)).isEqualTo(1);
            assertThat(poller.token(0)).isNegative();
            assertThat(poller.await(0)).isZero();
        }
    }

    private static InetAddress ip(String literal) {
        return InetAddress.ofLiteral(literal);
    }
}
