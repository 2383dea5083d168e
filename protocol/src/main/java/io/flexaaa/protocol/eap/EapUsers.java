package io.flexaaa.protocol.eap;

import io.flexaaa.protocol.wire.Secret;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Whom a conversation may let in. One instance a conversation; called where the conversation is
 * worked on, so an answer may cost a password hash but must not wait for anything.
 */
public interface EapUsers {

    /** What methods that never see the password need. */
    sealed interface Password {
        record Known(Secret password) implements Password {}

        record Refused(EapRefusal refusal) implements Password {}
    }

    /** The password itself, for MD5, CHAP and MSCHAPv2. */
    Password password(String user);

    /** What a password the peer handed over is worth. */
    sealed interface Checked {
        record Right() implements Checked {}

        /**
         * Right so far; the next one checked is the answer to this.
         *
         * @param prompt for a person to read
         * @param without what it comes to where the method cannot ask
         */
        record MoreWanted(String prompt, EapRefusal without) implements Checked {}

        record Refused(EapRefusal refusal) implements Checked {}
    }

    /** Compares a password the peer sent, or what was asked for after it. */
    Checked check(String user, Secret password);

    /** Who holds a certificate that TLS found good. */
    sealed interface Holder {
        record Known(String user) implements Holder {}

        record Refused(EapRefusal refusal) implements Holder {}
    }

    /**
     * @param chain the peer's own certificate first; its path to a trusted CA has been checked
     * @param identity what the peer called itself outside TLS
     */
    Holder holder(List<X509Certificate> chain, String identity);
}
