package io.flexaaa.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

class ControlServerTest {
    private final Path socket;
    private ControlServer server;

    ControlServerTest(@TempDir Path folder) throws IOException {
        socket = folder.resolve("data/control.sock");
        server = open();
    }

    private ControlServer open() throws IOException {
        return ControlServer.open(
                socket,
                line -> {
                    if (line.equals("boom")) {
                        throw new IllegalStateException("broken");
                    }
                    return line.equals("bad") ? "% no\n" : "<" + line + ">\n";
                });
    }

    @BeforeEach
    void onlyTheOwnerMayConnect() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                .isEqualTo("rw-------");
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        assertThat(socket).doesNotExist();
    }

    @Test
    void oneLineInTheAnswerOut() throws IOException {
        assertThat(ControlClient.send(socket, "show clock"))
                .isEqualTo(new ControlClient.Answer("<show clock>\n", false));
        assertThat(ControlClient.send(socket, "bad").error()).isTrue();
    }

    @Test
    void aLineTooLongIsRefused() throws IOException {
        assertThat(ControlClient.send(socket, "x".repeat(ControlServer.LINE_OCTETS)).error())
                .isFalse();
        assertThat(ControlClient.send(socket, "x".repeat(ControlServer.LINE_OCTETS + 1)).text())
                .startsWith("% a command has at most 4096 octets");
    }

    @Test
    void aBrokenCommandDoesNotEndTheServer() throws IOException {
        assertThat(ControlClient.send(socket, "boom").text()).startsWith("% the command failed");
        assertThat(ControlClient.send(socket, "next").text()).isEqualTo("<next>\n");
    }

    @Test
    void silentClientsDoNotKeepOthersOut() throws Exception {
        List<SocketChannel> silent = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            channel.connect(UnixDomainSocketAddress.of(socket));
            silent.add(channel);
        }
        List<CompletableFuture<String>> answers = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            String line = "n" + i;
            answers.add(
                    CompletableFuture.supplyAsync(() -> {
                        try {
                            return ControlClient.send(socket, line).text();
                        } catch (IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    }));
        }
        for (int i = 0; i < 30; i++) {
            assertThat(answers.get(i).get()).isEqualTo("<n" + i + ">\n");
        }
        for (SocketChannel channel : silent) {
            channel.close();
        }
    }

    @Test
    void aSecondGatewayIsRefusedAndALeftOverFileIsNot() throws IOException {
        assertThatThrownBy(this::open).hasMessageContaining("belongs to a running gateway");
        server.close();
        Files.createFile(socket);
        server = open();
        assertThat(ControlClient.send(socket, "again").text()).isEqualTo("<again>\n");
    }
}
