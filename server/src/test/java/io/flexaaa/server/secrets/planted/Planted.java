package io.flexaaa.server.secrets.planted;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Values that must not be found, in each writing in which they could be. */
final class Planted {
    private static final int LONGEST = 512;
    private static final int CHUNK = 1 << 20;

    /** Shorter pieces would be found by chance. */
    private static final int SHORTEST = 10;

    private record Needle(String name, byte[] octets) {}

    /** By their first four octets. */
    private final Map<Integer, List<Needle>> needles = new HashMap<>();

    /** Text as it is, in UTF-16, and both as octets in hex and Base64. */
    String add(String what, String value) {
        octets(what, value.getBytes(StandardCharsets.UTF_8));
        needle(what + " (UTF-16LE)", value.getBytes(StandardCharsets.UTF_16LE));
        needle(what + " (UTF-16BE)", value.getBytes(StandardCharsets.UTF_16BE));
        return value;
    }

    void octets(String what, byte[] value) {
        needle(what, value);
        String hex = HexFormat.of().formatHex(value);
        text(what + " (hex)", hex);
        text(what + " (HEX)", hex.toUpperCase(java.util.Locale.ROOT));
        for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder()))
            for (int before = 0; before < 3; before++)
                text(what + " (Base64)", inside(encoder, value, before));
    }

    /** What of its Base64 is the same whatever comes before and after it. */
    private static String inside(Base64.Encoder encoder, byte[] value, int before) {
        byte[] shifted = new byte[before + value.length];
        System.arraycopy(value, 0, shifted, before, value.length);
        String all = encoder.withoutPadding().encodeToString(shifted);
        int from = before == 0 ? 0 : before + 1;
        return all.substring(from, shifted.length / 3 * 4);
    }

    private void text(String what, String value) {
        needle(what, value.getBytes(StandardCharsets.US_ASCII));
    }

    private void needle(String what, byte[] octets) {
        if (octets.length < SHORTEST || octets.length > LONGEST)
            throw new IllegalArgumentException(what + ": " + octets.length + " octets");
        needles.computeIfAbsent(head(octets, 0), _ -> new ArrayList<>())
                .add(new Needle(what, octets));
    }

    Set<String> in(String text) {
        return in(text.getBytes(StandardCharsets.UTF_8));
    }

    Set<String> in(byte[] octets) {
        Set<String> found = new TreeSet<>();
        look(octets, octets.length, found);
        return found;
    }

    /** In pieces that overlap, for files of any size. */
    Set<String> in(InputStream stream) throws IOException {
        Set<String> found = new TreeSet<>();
        byte[] buffer = new byte[CHUNK + LONGEST];
        int kept = 0;
        while (true) {
            int read = stream.readNBytes(buffer, kept, CHUNK);
            if (read == 0) return found;
            int have = kept + read;
            look(buffer, have, found);
            kept = Math.min(LONGEST, have);
            System.arraycopy(buffer, have - kept, buffer, 0, kept);
        }
    }

    private void look(byte[] in, int length, Set<String> found) {
        for (int at = 0; at + 4 <= length; at++) {
            List<Needle> some = needles.get(head(in, at));
            if (some == null) continue;
            for (Needle n : some) {
                int end = at + n.octets.length;
                if (end <= length && Arrays.equals(in, at, end, n.octets, 0, n.octets.length))
                    found.add(n.name);
            }
        }
    }

    private static int head(byte[] in, int at) {
        return in[at] << 24
                | (in[at + 1] & 0xff) << 16
                | (in[at + 2] & 0xff) << 8
                | (in[at + 3] & 0xff);
    }
}
