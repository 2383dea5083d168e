package io.flexaaa.protocol.radius.vectors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The UDP payloads over IPv4 of a capture file in libpcap's old format. */
final class Capture {
    private static final int FILE_HEADER = 24;
    private static final int PACKET_HEADER = 16;
    private static final int UDP_HEADER = 8;

    private Capture() {}

    static List<byte[]> payloads(Path file) throws IOException {
        byte[] all = Files.readAllBytes(file);
        ByteBuffer in = ByteBuffer.wrap(all);
        int magic = in.order(ByteOrder.LITTLE_ENDIAN).getInt(0);
        if (magic != 0xa1b2c3d4 && magic != 0xa1b23c4d) in.order(ByteOrder.BIG_ENDIAN);
        int linkHeader =
                switch (in.getInt(20)) {
                    case 1 -> 14;
                    case 113 -> 16;
                    default -> throw new IOException(file + ": link type " + in.getInt(20));
                };
        List<byte[]> payloads = new ArrayList<>();
        for (int at = FILE_HEADER; at < all.length; ) {
            int captured = in.getInt(at + 8);
            int ip = at + PACKET_HEADER + linkHeader;
            int udp = ip + (all[ip] & 0x0f) * 4;
            at += PACKET_HEADER + captured;
            payloads.add(Arrays.copyOfRange(all, udp + UDP_HEADER, at));
        }
        return payloads;
    }
}
