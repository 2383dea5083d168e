package io.flexaaa.server.transport;

import io.flexaaa.protocol.radius.Code;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.snapshot.NasEntry;
import io.flexaaa.server.snapshot.Snapshot;
import io.flexaaa.server.snapshot.SnapshotService;

import org.springframework.stereotype.Component;

import java.net.InetSocketAddress;
import java.util.function.Consumer;

/**
 * The way of a packet that came over a stream: authentication, accounting and Status-Server share
 * one connection. For the stream listeners; everything else is {@link RequestHandler}'s.
 */
@Component
public class StreamRequests {

    /** RFC 6614 §2.3 (2): what the hiding and signing inside TLS is done with. */
    public static final Secret SECRET = Secret.ofUtf8("radsec");

    private final RequestHandler handler;
    private final SnapshotService snapshots;
    private final Drops drops;
    private final Duplicates duplicates;

    StreamRequests(
            RequestHandler handler,
            SnapshotService snapshots,
            Drops drops,
            RadiusProperties properties) {
        this.handler = handler;
        this.snapshots = snapshots;
        this.drops = drops;
        this.duplicates =
                new Duplicates(
                        properties.duplicateEntries(),
                        properties.duplicateOctets(),
                        properties.duplicateHoldMillis());
    }

    public Snapshot snapshot() {
        return snapshots.current();
    }

    /**
     * One whole packet.
     *
     * @param reply called at once or later, from any thread; must not wait
     */
    public void handle(
            byte[] packet, NasEntry nas, InetSocketAddress source, Consumer<byte[]> reply) {
        Admission.Port port =
                (packet[0] & 0xff) == Code.ACCOUNTING_REQUEST.value()
                        ? Admission.Port.ACCOUNTING
                        : Admission.Port.AUTHENTICATION;
        handler.handleInsideTls(
                port, packet, nas, SECRET, source, duplicates, (_, octets) -> reply.accept(octets));
    }

    /** Counts what was not even a packet. */
    public void malformed(NasEntry nas) {
        drops.count(nas, DropReason.MALFORMED);
    }
}
