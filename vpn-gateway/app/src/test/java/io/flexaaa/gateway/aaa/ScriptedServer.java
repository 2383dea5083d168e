package io.flexaaa.gateway.aaa;

import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.radius.Code;
import io.flexaaa.protocol.radius.RadiusCodec;
import io.flexaaa.protocol.radius.RadiusPacket;
import io.flexaaa.protocol.radius.RadiusSigner;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Secret;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A RADIUS server on the loopback that answers as a test says; null = silence. */
public final class ScriptedServer implements AutoCloseable {
    public static final Secret KEY = Secret.ofUtf8("test-secret");

    /** What to answer. */
    public record Reply(
            Code code, Attributes attributes, Secret key, boolean messageAuthenticator) {
        public static Reply accept(Attributes attributes) {
            return new Reply(Code.ACCESS_ACCEPT, attributes, KEY, true);
        }

        public static Reply reject() {
            return new Reply(Code.ACCESS_REJECT, Attributes.EMPTY, KEY, true);
        }

        public static Reply accounted() {
            return new Reply(Code.ACCOUNTING_RESPONSE, Attributes.EMPTY, KEY, true);
        }
    }

    public final List<RadiusPacket> requests = new CopyOnWriteArrayList<>();
    private volatile Function<RadiusPacket, @Nullable Reply> script;
    private final DatagramSocket socket;
    private final Thread thread;

    public ScriptedServer(Function<RadiusPacket, @Nullable Reply> script) throws SocketException {
        this.script = script;
        this.socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        this.thread = Thread.ofVirtual().start(this::run);
    }

    public void answer(Function<RadiusPacket, @Nullable Reply> next) {
        script = next;
    }

    RadiusServer asServer(String name, int timeoutSeconds, int retransmit) {
        return new RadiusServer(
                name,
                InetAddress.getLoopbackAddress(),
                socket.getLocalPort(),
                socket.getLocalPort(),
                KEY,
                timeoutSeconds,
                retransmit,
                null,
                true);
    }

    /** The stanza of this server, for a configuration. */
    public String ios(String name) {
        return """
        radius server %s
         address ipv4 127.0.0.1 auth-port %d acct-port %d
         key test-secret
         timeout 1
         retransmit 0
        """
                .formatted(name, socket.getLocalPort(), socket.getLocalPort());
    }

    private void run() {
        byte[] buffer = new byte[4096];
        while (!socket.isClosed()) {
            try {
                DatagramPacket in = new DatagramPacket(buffer, buffer.length);
                socket.receive(in);
                RadiusPacket request = RadiusCodec.decode(buffer, 0, in.getLength());
                requests.add(request);
                Reply reply = script.apply(request);
                if (reply != null) {
                    byte[] out =
                            RadiusSigner.reply(
                                    reply.code(),
                                    request,
                                    reply.attributes(),
                                    reply.key(),
                                    reply.messageAuthenticator());
                    socket.send(new DatagramPacket(out, out.length, in.getSocketAddress()));
                }
            } catch (DecodeException e) {
                throw new AssertionError("our own client sent it", e);
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new AssertionError(e);
                }
            }
        }
    }

    @Override
    public void close() {
        socket.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
