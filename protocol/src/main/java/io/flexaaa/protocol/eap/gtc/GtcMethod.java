package io.flexaaa.protocol.eap.gtc;

import io.flexaaa.protocol.eap.EapMethod;
import io.flexaaa.protocol.eap.EapRefusal;
import io.flexaaa.protocol.eap.EapSuccess;
import io.flexaaa.protocol.eap.EapType;
import io.flexaaa.protocol.eap.EapUsers;
import io.flexaaa.protocol.eap.EapUsers.Checked;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

/** Asks for the password in words; the way for one-time codes, and for passwords kept as a hash. */
public final class GtcMethod implements EapMethod {
    private static final Octets PROMPT = Octets.ofUtf8("Password: ");
    private static final int MAX_PASSWORD_OCTETS = 512;

    private final String user;
    private final EapUsers users;
    private boolean asked;

    public GtcMethod(String user, EapUsers users) {
        this.user = user;
        this.users = users;
    }

    @Override
    public EapType type() {
        return EapType.GTC;
    }

    @Override
    public Step start(int identifier) {
        return new Step.Ask(PROMPT);
    }

    @Override
    public Step answer(int identifier, Octets data, int nextIdentifier) throws DecodeException {
        if (data.isEmpty() || data.length() > MAX_PASSWORD_OCTETS) {
            throw new DecodeException("password", data.length() + " octets");
        }
        try (Secret password = Secret.wrap(data.toArray())) {
            return switch (users.check(user, password)) {
                case Checked.Right() -> new Step.Done(new EapSuccess(user, null));
                case Checked.Refused(EapRefusal refusal) -> new Step.Refuse(refusal);
                // RFC 3748 §5.6: a token card may take several rounds; it asks once here.
                case Checked.MoreWanted(String prompt, EapRefusal without) -> {
                    if (asked) yield new Step.Refuse(without);
                    asked = true;
                    yield new Step.Ask(Octets.ofUtf8(prompt));
                }
            };
        }
    }
}
