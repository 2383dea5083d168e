package io.flexaaa.gateway.dataplane.userspace;

import io.flexaaa.gateway.dataplane.SessionCounters;
import io.flexaaa.gateway.dataplane.SessionInterface;
import io.flexaaa.ipsec.count.DropReason;
import io.flexaaa.ipsec.count.Tally;
import io.flexaaa.ipsec.filter.CompiledAcl;
import io.flexaaa.ipsec.offload.PacketSink;
import io.flexaaa.linux.TunDevice;

import org.jspecify.annotations.Nullable;

/**
 * A session interface: its TUN, its children, its policy. The control side replaces the volatile
 * fields; the packet threads read them once a (super-)packet.
 */
final class Session implements SessionInterface, PacketSink {
    final TunDevice tun;
    final Tally in = new Tally();
    final Tally out = new Tally();
    private final String name;
    private final TunWriter writer;
    volatile int mtu;
    volatile int mss;
    volatile @Nullable CompiledAcl inAcl;
    volatile @Nullable CompiledAcl outAcl;
    // Children that may carry outbound packets, newest first.
    volatile Child[] outbound = {};
    volatile long lastInboundNanos;

    Session(String name, TunDevice tun, int mtu, TunWriter writer, long nowNanos) {
        this.name = name;
        this.tun = tun;
        this.mtu = mtu;
        this.writer = writer;
        this.lastInboundNanos = nowNanos;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int index() {
        return tun.index();
    }

    /** Inbound thread only. */
    @Override
    public void write(byte[] buffer, int at, int length) {
        if (writer.write(tun, buffer, at, length) < 0) {
            in.dropped(DropReason.DEVICE);
        }
    }

    @Override
    public boolean takesTcp() {
        return tun.offload() != TunDevice.Offload.NONE;
    }

    @Override
    public boolean takesUdp() {
        return tun.offload() == TunDevice.Offload.TCP_UDP;
    }

    SessionCounters counters() {
        return new SessionCounters(
                in.packets(), in.octets(), out.packets(), out.octets(), in.drops(), out.drops());
    }

    @Override
    public String toString() {
        return name;
    }
}
