package io.flexaaa.gateway.control;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * The Unix stream socket of exec commands: one line in, the answer out, closed. Its folder and mode
 * 600 keep everyone but the gateway's own user out.
 */
public final class ControlServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);

    /** Longer lines are refused, so that nobody fills the memory through the socket. */
    static final int LINE_OCTETS = 4096;

    private static final int AT_ONCE = 16;
    private static final long LINE_SECONDS = 10;
    private static final int BACKLOG = 64;

    private final Path path;
    private final ServerSocketChannel channel;
    private final UnaryOperator<String> commands;
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("control-", 0).factory());
    private final ScheduledExecutorService patience =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("control-patience").daemon().factory());
    private final Semaphore places = new Semaphore(AT_ONCE);

    private ControlServer(Path path, ServerSocketChannel channel, UnaryOperator<String> commands) {
        this.path = path;
        this.channel = channel;
        this.commands = commands;
    }

    /**
     * @param commands one exec line to its answer; called on threads of this server
     * @throws IOException when the path cannot be used, or another gateway answers there
     */
    public static ControlServer open(Path path, UnaryOperator<String> commands) throws IOException {
        refuseASecondGateway(path);
        Path folder = path.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.deleteIfExists(path);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            // Nobody can connect before listen, and listen is part of bind: so the mode is set on
            // a name that no client knows, and only then does the socket get its own.
            Path unnamed =
                    path.resolveSibling(path.getFileName() + "." + ProcessHandle.current().pid());
            Files.deleteIfExists(unnamed);
            channel.bind(UnixDomainSocketAddress.of(unnamed), BACKLOG);
            Files.setPosixFilePermissions(unnamed, PosixFilePermissions.fromString("rw-------"));
            Files.move(unnamed, path);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        ControlServer server = new ControlServer(path, channel, commands);
        Thread.ofPlatform().name("control").daemon().start(server::accept);
        return server;
    }

    /** A socket file may be left over from a killed gateway; one that answers is in use. */
    private static void refuseASecondGateway(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        boolean answered;
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            answered = probe.connect(UnixDomainSocketAddress.of(path));
        } catch (IOException leftOver) {
            answered = false;
        }
        if (answered) {
            throw new IOException(
                    "control socket "
                            + path
                            + " belongs to a running gateway; stop it or use another --control");
        }
    }

    private void accept() {
        while (channel.isOpen()) {
            places.acquireUninterruptibly();
            try {
                SocketChannel client = channel.accept();
                try {
                    threads.execute(() -> serve(client));
                } catch (RejectedExecutionException stopping) {
                    client.close();
                    return;
                }
            } catch (ClosedChannelException stopped) {
                return;
            } catch (IOException e) {
                places.release();
                LOG.warn("event=control-accept error=\"{}\"", e.toString());
            }
        }
    }

    private void serve(SocketChannel client) {
        // Someone who connects and says nothing gives the place back.
        ScheduledFuture<?> giveUp =
                patience.schedule(() -> quietly(client), LINE_SECONDS, TimeUnit.SECONDS);
        try (client) {
            String line = line(Channels.newInputStream(client));
            giveUp.cancel(false);
            OutputStream out = Channels.newOutputStream(client);
            out.write(answer(line).getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            LOG.debug("event=control-client error=\"{}\"", e.toString());
        } finally {
            giveUp.cancel(false);
            places.release();
        }
    }

    private String answer(@Nullable String line) {
        if (line == null) {
            return "% a command has at most " + LINE_OCTETS + " octets\n";
        }
        try {
            return commands.apply(line);
        } catch (RuntimeException e) {
            LOG.error("event=control-command command=\"{}\"", line, e);
            return "% the command failed: " + e + "\n";
        }
    }

    /**
     * Up to the line end or the end of the stream; null when it is too long. The rest of a long
     * line is read away, or the client would see a reset in place of the refusal.
     */
    private static @Nullable String line(InputStream in) throws IOException {
        byte[] octets = new byte[LINE_OCTETS];
        int length = 0;
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (length < LINE_OCTETS) {
                octets[length] = (byte) c;
            }
            length++;
        }
        return length > LINE_OCTETS
                ? null
                : new String(octets, 0, length, StandardCharsets.UTF_8).strip();
    }

    private static void quietly(SocketChannel client) {
        try {
            client.close();
        } catch (IOException e) {
            LOG.debug("event=control-close error=\"{}\"", e.toString());
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        patience.shutdownNow();
        threads.shutdownNow();
        Files.deleteIfExists(path);
    }
}
