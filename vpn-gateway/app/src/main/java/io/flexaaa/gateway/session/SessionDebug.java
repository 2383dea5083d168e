package io.flexaaa.gateway.session;

import io.flexaaa.gateway.telemetry.Debug;
import io.flexaaa.gateway.telemetry.LogLine;
import io.flexaaa.gateway.virtualaccess.VirtualAccess;
import io.flexaaa.ikev2.Action;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;

/** What {@code debug} adds to the log of sessions. */
final class SessionDebug {
    private SessionDebug() {}

    /** {@code debug crypto ikev2}: what the engine decided, without what a message holds. */
    static void decided(Debug debug, Action action, @Nullable Session session) {
        InetAddress peer =
                action instanceof Action.Send send
                        ? send.remote().address()
                        : session == null ? null : session.facts.remote().address();
        String user = session == null ? null : session.userName();
        if (debug.wants(Debug.Subject.CRYPTO_IKEV2, peer, user)) {
            debug.write(
                    Debug.Subject.CRYPTO_IKEV2,
                    LogLine.of("debug")
                            .with("action", action.getClass().getSimpleName())
                            .with("session", session == null ? null : session.id())
                            .with("peer", peer));
        }
    }

    /** {@code debug vtemplate cloning}: the lines of the clone. */
    static void cloned(Debug debug, Session session) {
        VirtualAccess access = session.access;
        InetAddress peer = session.facts.remote().address();
        if (access != null
                && debug.wants(Debug.Subject.VTEMPLATE_CLONING, peer, session.userName())) {
            debug.write(
                    Debug.Subject.VTEMPLATE_CLONING,
                    LogLine.of("debug")
                            .with("session", session.id())
                            .with("interface", access.iosName())
                            .with("lines", String.join(" | ", access.derivedLines())));
        }
    }
}
