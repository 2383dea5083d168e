package io.flexaaa.server.access.eap;

import io.flexaaa.server.certificate.ServerIdentity;

import org.jspecify.annotations.Nullable;

import java.security.GeneralSecurityException;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/** JSSE. */
final class JdkTls implements TlsProvider {

    /**
     * Past RFC 8446 §4.6.1's seven days JSSE gives out no tickets at all: no session is ever
     * resumed, so a revoked certificate or a disabled user is out at once.
     */
    private static final int NO_TICKETS_SECONDS = 8 * 24 * 3600;

    /** The JDK has P-256 in machine code and X25519 not: a third of the time (ADR 0009). */
    private static final String[] PREFERRED_GROUPS = {
        "secp256r1", "x25519", "secp384r1", "secp521r1"
    };

    @Override
    public String label() {
        return "the JDK's TLS";
    }

    @Override
    public SSLContext context() throws GeneralSecurityException {
        return SSLContext.getInstance("TLS");
    }

    @Override
    public ServerIdentity adopt(ServerIdentity identity) {
        return identity;
    }

    static void noTickets(SSLContext context) {
        context.getServerSessionContext().setSessionTimeout(NO_TICKETS_SECONDS);
    }

    @Override
    public void prepare(SSLEngine engine) {
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setNamedGroups(PREFERRED_GROUPS);
        engine.setSSLParameters(parameters);
    }

    @Override
    public byte[] export(SSLEngine engine, String label, byte @Nullable [] context, int octets)
            throws SSLException {
        return ((ExtendedSSLSession) engine.getSession())
                .exportKeyingMaterialData(label, context, octets);
    }
}
