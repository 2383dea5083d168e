package io.flexaaa.server.transport;

import static io.flexaaa.server.transport.BadPackets.hex;
import static io.flexaaa.server.transport.BadPackets.join;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The rows of group E that need a conversation begun: what the device says in its middle. */
final class BadInputTalks {
    private static final int PEAP = 25;
    private static final int TLS = 13;
    private static final int MSCHAPV2 = 26;

    /**
     * One conversation.
     *
     * @param method the device insists on
     * @param idOffset added to the identifier it should answer with
     * @param again whether the last message is sent once more under the State it used up
     * @param messages type and data of each message after the method's start
     */
    record Talk(
            String id,
            String what,
            int method,
            int idOffset,
            boolean again,
            List<byte[]> messages) {
        @Override
        public String toString() {
            return id + " " + what;
        }
    }

    private BadInputTalks() {}

    static List<Talk> rows() {
        byte[] bare = hex("1900");
        byte[] empty = hex("0d40");
        return List.of(
                talk("E29", "a State used twice", PEAP, 0, true, List.of(bare)),
                talk("E30", "an answer under another identifier", PEAP, 5, false, List.of(bare)),
                talk("E31", "70 fragments of a hello that never ends", TLS, 0, false, fragments()),
                talk("E32", "endless empty fragments", TLS, 0, false, repeated(empty, 120)),
                talk("E33", "bare PEAP acknowledgements", PEAP, 0, false, repeated(bare, 120)),
                talk("E34", "TLS length 2^31-1", TLS, 0, false, List.of(hex("0dc07fffffff1603"))),
                talk(
                        "E35",
                        "MSCHAPv2 of unknown operation",
                        MSCHAPV2,
                        0,
                        false,
                        unknownOperation()),
                talk("E36", "another method's answer", PEAP, 0, false, List.of(hex("04ff00"))));
    }

    private static Talk talk(
            String id, String what, int method, int offset, boolean again, List<byte[]> messages) {
        return new Talk(id, what, method, offset, again, messages);
    }

    /** More fragments follow each; together more than any hello has. */
    private static List<byte[]> fragments() {
        List<byte[]> all = new ArrayList<>();
        all.add(join(hex("0dc000100000"), hex("16".repeat(200))));
        all.addAll(repeated(join(hex("0d40"), hex("16".repeat(200))), 69));
        return all;
    }

    private static List<byte[]> unknownOperation() {
        return List.of(join(hex("1a7f010036"), hex("31" + "00".repeat(49))));
    }

    private static List<byte[]> repeated(byte[] message, int times) {
        return Collections.nCopies(times, message);
    }
}
