package io.flexaaa.protocol.eap;

import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;

import org.jspecify.annotations.Nullable;

/**
 * The server's side of one method in one conversation. Not thread-safe: one answer at a time, each
 * of which yields exactly one {@link Step}.
 */
public interface EapMethod {

    EapType type();

    /**
     * The method's first request.
     *
     * @param identifier of the EAP-Request that will carry it
     */
    Step start(int identifier);

    /**
     * What the peer's response leads to.
     *
     * @param identifier of the request that was answered
     * @param data Type-Data of the response
     * @param nextIdentifier of the EAP-Request that may follow
     */
    Step answer(int identifier, Octets data, int nextIdentifier) throws DecodeException;

    /** What a method wants done. */
    sealed interface Step {
        /**
         * Send this and wait.
         *
         * @param ends set when the matter is already lost and the peer is only being told: its
         *     answer, or its silence, changes nothing
         */
        record Ask(Octets data, @Nullable EapRefusal ends) implements Step {
            public Ask(Octets data) {
                this(data, null);
            }
        }

        record Done(EapSuccess success) implements Step {}

        record Refuse(EapRefusal refusal) implements Step {}

        static Step refuse(EapRefusal.Code code, String detail) {
            return new Refuse(new EapRefusal(code, detail));
        }
    }
}
