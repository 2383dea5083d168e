package io.flexaaa.gateway.ios.config;

/** {@code crypto ipsec} of the running configuration. */
final class IpsecWriter {
    private IpsecWriter() {}

    static void write(Writer w, IpsecConfig ipsec) {
        if (!ipsec.lifetime().equals(IpsecConfig.Lifetime.IOS)) {
            lifetime(w, "crypto ipsec security-association", ipsec.lifetime());
        }
        if (ipsec.replayWindow() != IpsecConfig.REPLAY_WINDOW) {
            w.line("crypto ipsec security-association " + replay(ipsec.replayWindow()));
        }
        for (IpsecConfig.TransformSet t : ipsec.transformSets().values()) {
            if (!t.equals(IpsecConfig.TransformSet.DEFAULT)) {
                transformSet(w, t);
            }
        }
        for (IpsecConfig.IpsecProfile p : ipsec.profiles().values()) {
            if (!p.equals(IpsecConfig.IpsecProfile.DEFAULT)) {
                profile(w, p);
            }
        }
    }

    private static void transformSet(Writer w, IpsecConfig.TransformSet t) {
        IpsecConfig.EspIntegrity integrity = t.integrity();
        w.line(
                "crypto ipsec transform-set "
                        + t.name()
                        + " "
                        + t.encryption().ios()
                        + (integrity == null ? "" : " " + integrity.ios())
                        + (t.esn() ? " esn" : ""));
        w.line(
                t.transportMode()
                        ? " mode transport" + (t.transportRequired() ? " require" : "")
                        : " mode tunnel");
        w.bang();
    }

    private static void profile(Writer w, IpsecConfig.IpsecProfile p) {
        w.line("crypto ipsec profile " + p.name());
        if (p.lifetime() != null) {
            lifetime(w, " set security-association", p.lifetime());
        }
        w.value(" set security-association idle-time", p.idleTimeSeconds());
        if (p.replayWindow() != null) {
            w.line(" set security-association " + replay(p.replayWindow()));
        }
        w.line(" set transform-set " + String.join(" ", p.transformSets()));
        if (p.pfsGroup() != null) {
            w.line(" set pfs group" + p.pfsGroup());
        }
        w.value(" set ikev2-profile", p.ikev2Profile());
        w.when(p.responderOnly(), " responder-only");
        w.bang();
    }

    private static void lifetime(Writer w, String command, IpsecConfig.Lifetime lifetime) {
        w.value(command + " lifetime seconds", lifetime.seconds());
        w.line(
                command
                        + " lifetime kilobytes "
                        + (lifetime.kilobytes() == null ? "disable" : lifetime.kilobytes()));
    }

    private static String replay(int window) {
        return window == IpsecConfig.REPLAY_DISABLED
                ? "replay disable"
                : "replay window-size " + window;
    }
}
