package io.flexaaa.gateway.control;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Sends one exec command to a running gateway. */
public final class ControlClient {
    private ControlClient() {}

    /**
     * @param error the answer is a refusal: exit code 1
     */
    public record Answer(String text, boolean error) {}

    /**
     * @throws IOException when no gateway listens there
     */
    public static Answer send(Path socket, String command) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            ByteBuffer line =
                    ByteBuffer.wrap(
                            (command.replace('\n', ' ') + "\n").getBytes(StandardCharsets.UTF_8));
            while (line.hasRemaining()) {
                channel.write(line);
            }
            String text =
                    new String(
                            Channels.newInputStream(channel).readAllBytes(),
                            StandardCharsets.UTF_8);
            return new Answer(text, text.startsWith("%"));
        }
    }
}
