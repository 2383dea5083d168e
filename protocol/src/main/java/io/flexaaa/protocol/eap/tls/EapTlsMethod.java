package io.flexaaa.protocol.eap.tls;

import io.flexaaa.protocol.eap.EapNotes;
import io.flexaaa.protocol.eap.EapRefusal;
import io.flexaaa.protocol.eap.EapType;
import io.flexaaa.protocol.eap.EapUsers;

import java.security.cert.X509Certificate;
import java.util.List;

/** Certificates both ways (RFC 5216, RFC 9190). */
public final class EapTlsMethod extends TlsMethod {

    /** RFC 9190 §2.5: one octet of application data says that the server is done and satisfied. */
    private static final byte[] COMMITMENT = {0};

    private final String identity;
    private final EapUsers users;
    private final EapNotes notes;
    private String user = "";

    public EapTlsMethod(String identity, EapUsers users, EapNotes notes, Settings settings) {
        super(settings, notes, true);
        this.identity = identity;
        this.users = users;
        this.notes = notes;
    }

    @Override
    public EapType type() {
        return EapType.TLS;
    }

    @Override
    protected String keyLabel12() {
        return "client EAP encryption";
    }

    @Override
    protected Inside opened(byte[] text) {
        if (text.length > 0) return unexpected();
        List<X509Certificate> chain = peerChain();
        if (chain.isEmpty()) {
            return Inside.refuse(EapRefusal.Code.NO_CERTIFICATE, "the peer showed none");
        }
        X509Certificate own = chain.getFirst();
        notes.add(
                "client certificate",
                own.getSubjectX500Principal().getName()
                        + ", serial "
                        + own.getSerialNumber().toString(16));
        return switch (users.holder(chain, identity)) {
            case EapUsers.Holder.Refused(EapRefusal refusal) -> new Inside.Refuse(refusal);
            case EapUsers.Holder.Known(String name) -> {
                user = name;
                yield isTls13() ? Inside.say(COMMITMENT) : new Inside.Admit(name);
            }
        };
    }

    @Override
    protected Inside said(byte[] text) {
        return text.length > 0 ? unexpected() : new Inside.Admit(user);
    }

    private static Inside unexpected() {
        return Inside.refuse(
                EapRefusal.Code.OUT_OF_ORDER, "the peer sent data, and EAP-TLS carries none");
    }
}
