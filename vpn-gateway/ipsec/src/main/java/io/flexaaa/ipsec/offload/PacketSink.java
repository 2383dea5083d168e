package io.flexaaa.ipsec.offload;

/** Takes a virtio header and the (super-)packet behind it; typically a TUN. */
public interface PacketSink {
    void write(byte[] buffer, int at, int length);

    /** Whether the sink takes TCP super-packets. */
    boolean takesTcp();

    /** Whether the sink takes UDP super-packets. */
    boolean takesUdp();
}
