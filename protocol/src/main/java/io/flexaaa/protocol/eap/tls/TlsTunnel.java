package io.flexaaa.protocol.eap.tls;

import io.flexaaa.protocol.eap.EapRefusal;
import io.flexaaa.protocol.eap.EapRefusal.Code;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Secret;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** An SSLEngine as EAP needs it: whole flights in, whole flights out, and the exporter. */
final class TlsTunnel {
    /** No flight of an honest peer takes more turns of the engine than this. */
    private static final int MAX_TURNS = 400;

    private final TlsEngines engines;
    private final SSLEngine engine;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(2_048);
    private final ByteArrayOutputStream plain = new ByteArrayOutputStream(64);
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private ByteBuffer scratch = NOTHING;
    private @Nullable EapRefusal failure;
    private boolean established;

    TlsTunnel(TlsEngines engines, boolean clientCertificate) {
        this.engines = engines;
        this.engine = engines.create(clientCertificate);
        engine.setUseClientMode(false);
    }

    /** The handshake is done on this side. */
    boolean isEstablished() {
        return established;
    }

    /** Why TLS came to an end; there may still be an alert to {@link #takeOutput send}. */
    @Nullable EapRefusal failure() {
        return failure;
    }

    /** Works on one message of the peer. */
    void receive(byte[] message) throws DecodeException {
        if (!established && isClearAlert(message)) {
            failure = TlsFailures.alert(message[6] & 0xff);
            return;
        }
        ByteBuffer in = ByteBuffer.wrap(message);
        try {
            pump(in);
        } catch (SSLException e) {
            failure = TlsFailures.refusal(e);
            alert();
        }
    }

    /** Encrypts for the peer. */
    void send(byte[] text) throws DecodeException {
        ByteBuffer in = ByteBuffer.wrap(text);
        try {
            do wrap(in);
            while (in.hasRemaining());
        } catch (SSLException e) {
            failure = TlsFailures.refusal(e);
        }
    }

    byte[] takeOutput() {
        byte[] octets = out.toByteArray();
        out.reset();
        return octets;
    }

    /** What the peer sent inside. */
    byte[] takePlain() {
        byte[] octets = plain.toByteArray();
        plain.reset();
        return octets;
    }

    boolean isTls13() {
        return engine.getSession().getProtocol().equals("TLSv1.3");
    }

    /** Version and suite, for the log. */
    String description() {
        return engine.getSession().getProtocol() + ", " + engine.getSession().getCipherSuite();
    }

    /** The peer's certificate and what it sent with it; empty when it sent none. */
    List<X509Certificate> peerChain() {
        try {
            List<X509Certificate> chain = new ArrayList<>();
            for (Certificate certificate : engine.getSession().getPeerCertificates()) {
                if (certificate instanceof X509Certificate x509) chain.add(x509);
            }
            return chain;
        } catch (SSLPeerUnverifiedException e) {
            return List.of();
        }
    }

    /**
     * Keying material; null when there is none, and then {@link #failure} says why.
     *
     * @param context null for none, which TLS 1.2 distinguishes from an empty one
     */
    @Nullable Secret export(String label, byte @Nullable [] context, int octets) {
        try {
            return Secret.wrap(engines.export(engine, label, context, octets));
        } catch (SSLException e) {
            failure =
                    new EapRefusal(
                            Code.TLS_FAILED,
                            "no keys can be derived: "
                                    + e.getMessage()
                                    + "; the peer's TLS 1.2 lacks the extended master secret");
            return null;
        }
    }

    /**
     * A lone fatal alert in the clear: what a TLS 1.3 client sends that fails before it has keys
     * (RFC 8446 §6). JSSE only takes encrypted records by then, and would answer with an alert of
     * its own to a peer that is gone.
     */
    private static boolean isClearAlert(byte[] message) {
        return message.length == 7
                && message[0] == 21
                && message[3] == 0
                && message[4] == 2
                && message[5] == 2;
    }

    private void pump(ByteBuffer in) throws SSLException, DecodeException {
        if (engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING && !established) {
            engine.beginHandshake();
        }
        for (int turn = 0; turn < MAX_TURNS; turn++) {
            HandshakeStatus status = engine.getHandshakeStatus();
            switch (status) {
                case NEED_TASK -> {
                    for (Runnable task = engine.getDelegatedTask();
                            task != null;
                            task = engine.getDelegatedTask()) {
                        task.run();
                    }
                }
                case NEED_WRAP -> finished(wrap(NOTHING.duplicate()));
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN, NOT_HANDSHAKING, FINISHED -> {
                    if (!in.hasRemaining()) return;
                    SSLEngineResult result = unwrap(in);
                    finished(result.getHandshakeStatus());
                    if (result.getStatus() == SSLEngineResult.Status.BUFFER_UNDERFLOW) {
                        throw new DecodeException("TLS record", "cut off");
                    }
                    if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
                        failure = new EapRefusal(Code.TLS_ALERT, "close_notify: the peer hung up");
                        return;
                    }
                }
            }
        }
        throw new DecodeException("TLS message", "more records than any flight has");
    }

    private SSLEngineResult unwrap(ByteBuffer in) throws SSLException, DecodeException {
        ByteBuffer text = scratch(engine.getSession().getApplicationBufferSize());
        SSLEngineResult result = engine.unwrap(in, text);
        if (plain.size() + text.position() > TlsFraming.MAX_MESSAGE_OCTETS) {
            throw new DecodeException("TLS data", "more than " + TlsFraming.MAX_MESSAGE_OCTETS);
        }
        plain.write(text.array(), 0, text.position());
        return result;
    }

    private HandshakeStatus wrap(ByteBuffer text) throws SSLException {
        ByteBuffer record = scratch(engine.getSession().getPacketBufferSize());
        SSLEngineResult result = engine.wrap(text, record);
        out.write(record.array(), 0, record.position());
        return result.getHandshakeStatus();
    }

    /** 16 KiB for a record of a few octets: made once, not for each. */
    private ByteBuffer scratch(int octets) {
        if (scratch.capacity() < octets) scratch = ByteBuffer.allocate(octets);
        return scratch.clear();
    }

    private void finished(HandshakeStatus status) {
        if (status != HandshakeStatus.FINISHED || established) return;
        established = true;
        // Never resumed: a session kept would let a peer in whose certificate or account is gone.
        engine.getSession().invalidate();
    }

    /** The alert that goes with a failure (RFC 5216 §2.1.3 wants it sent). */
    private void alert() {
        try {
            for (int i = 0;
                    i < 4 && engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP;
                    i++) {
                wrap(NOTHING.duplicate());
            }
        } catch (SSLException e) {
            // The engine repeats its failure instead of an alert: then none is sent.
            out.reset();
        }
    }
}
