package io.flexaaa.server.transport.radsec;

import io.flexaaa.protocol.radius.RadiusCodec;
import io.flexaaa.protocol.radius.RadiusPacket;
import io.flexaaa.protocol.wire.DecodeException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A hub's end of RadSec, octet for octet as a test wants it. */
final class RadSecClient implements AutoCloseable {
    final Socket raw;
    private final SSLSocket tls;

    /** What a client brings: its key and whom it believes. */
    static SSLContext context(byte[] pkcs12, String passphrase, X509Certificate authority) {
        try {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(new ByteArrayInputStream(pkcs12), passphrase.toCharArray());
            KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
            own.init(keys, passphrase.toCharArray());
            KeyStore believed = KeyStore.getInstance("PKCS12");
            believed.load(null, null);
            believed.setCertificateEntry("ca", authority);
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(believed);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own.getKeyManagers(), trust.getTrustManagers(), new SecureRandom());
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    RadSecClient(SSLContext context, String from, int port, String... alpn) throws IOException {
        raw = new Socket();
        raw.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
        raw.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
        raw.setSoTimeout(30_000);
        tls = (SSLSocket) context.getSocketFactory().createSocket(raw, "127.0.0.1", port, true);
        SSLParameters parameters = tls.getSSLParameters();
        if (alpn.length > 0) parameters.setApplicationProtocols(alpn);
        // The server's certificate must name where we went.
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        tls.setSSLParameters(parameters);
        tls.startHandshake();
    }

    String alpn() {
        return tls.getApplicationProtocol();
    }

    String protocol() {
        return tls.getSession().getProtocol();
    }

    /** Each write is a record of its own. */
    void write(byte[] octets) throws IOException {
        tls.getOutputStream().write(octets);
        tls.getOutputStream().flush();
    }

    /** The next whole packet; empty at the end of the stream. */
    byte[] read() throws IOException {
        byte[] header = tls.getInputStream().readNBytes(4);
        if (header.length < 4) return new byte[0];
        int length = (header[2] & 0xff) << 8 | header[3] & 0xff;
        byte[] rest = tls.getInputStream().readNBytes(length - 4);
        byte[] packet = java.util.Arrays.copyOf(header, length);
        System.arraycopy(rest, 0, packet, 4, rest.length);
        return packet;
    }

    RadiusPacket packet() throws IOException, DecodeException {
        byte[] octets = read();
        return RadiusCodec.decode(octets, 0, octets.length);
    }

    @Override
    public void close() throws IOException {
        raw.close();
    }
}
