package io.flexaaa.ikev2.initiator;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.protocol.wire.Secret;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/**
 * Replays exchanges recorded with strongSwan: with the same entropy we must send the same octets,
 * and what strongSwan answered must open, verify and mean the same. An oracle that needs no root.
 */
class StrongSwanCaptureTest {
    @ParameterizedTest
    @ValueSource(strings = {"x25519-gcm", "modp2048-cbc-fragments", "ecp384-chacha"})
    void theRecordedExchangeHappensAgain(String capture) throws IOException {
        Replay replay = new Replay();
        try (InputStream in = getClass().getResourceAsStream(capture + ".txt")) {
            assertThat(in).as(capture).isNotNull();
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                replay.line(line, capture + ".txt line " + number);
            }
        }
        replay.finished();
    }

    private static final class Replay {
        private final Deque<String> outcomes = new ArrayDeque<>();
        private @Nullable InitiatorConfig config;
        private @Nullable InetSocketAddress local;
        private @Nullable Initiator spoke;

        void line(String line, String where) throws IOException {
            String[] words = line.split(" ");
            switch (words[0]) {
                case "spoke" ->
                        config =
                                InitiatorConfig.spoke(
                                                words[1],
                                                Secret.ofUtf8(words[2]),
                                                words[3],
                                                words[4])
                                        .withMaxFragmentOctets(Integer.parseInt(words[5]));
                case "local" -> local = address(words);
                case "remote" -> {
                    InitiatorConfig c = Objects.requireNonNull(config);
                    InetSocketAddress l = Objects.requireNonNull(local);
                    spoke = new Initiator(c, new Random(1)::nextBytes, l, address(words));
                }
                case "do" -> act(command(words[1]));
                case "send" -> assertThat(outcomes.poll()).as(where).isEqualTo("send " + words[1]);
                case "receive" -> {
                    assertThat(outcomes).as(where).isEmpty();
                    act(spoke().receive(HexFormat.of().parseHex(words[1]), 0));
                }
                case "expect" -> assertThat(outcomes.poll()).as(where).isEqualTo(line);
                default -> assertThat(line).as(where).startsWith("#");
            }
        }

        private Initiator spoke() {
            return Objects.requireNonNull(spoke);
        }

        private static InetSocketAddress address(String[] words) throws IOException {
            return new InetSocketAddress(
                    InetAddress.getByName(words[1]), Integer.parseInt(words[2]));
        }

        private List<Action> command(String name) {
            Initiator s = spoke();
            return switch (name) {
                case "start" -> s.start(0);
                case "rekey-child" -> s.rekeyChild(s.children().getFirst(), 0);
                case "rekey-ike" -> s.rekeyIke(0);
                case "liveness" -> s.checkLiveness(0);
                case "close" -> s.close(0);
                default -> throw new AssertionError("what is " + name);
            };
        }

        private void act(List<Action> actions) {
            for (Action a : actions) {
                outcomes.add(
                        switch (a) {
                            case Action.Send(byte[] d, boolean _) ->
                                    "send " + HexFormat.of().formatHex(d);
                            case Action.Closed(String code, String _) -> "expect Closed " + code;
                            case Action other -> "expect " + other.getClass().getSimpleName();
                        });
            }
        }

        void finished() {
            assertThat(outcomes).isEmpty();
            assertThat(spoke().isClosed()).isTrue();
            assertThat(spoke().drops()).startsWith("0 dropped");
        }
    }
}
