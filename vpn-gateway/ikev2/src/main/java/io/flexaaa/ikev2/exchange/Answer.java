package io.flexaaa.ikev2.exchange;

import io.flexaaa.ikev2.Reason;
import io.flexaaa.ikev2.message.NotifyPayload;
import io.flexaaa.ikev2.message.Payload;
import io.flexaaa.protocol.wire.Octets;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What to answer a request with. {@code endsSa}: once the answer is out, the IKE SA it came on is
 * over for this reason.
 */
record Answer(List<Payload> payloads, @Nullable Reason endsSa) {
    Answer {
        payloads = List.copyOf(payloads);
    }

    static Answer of(List<Payload> payloads) {
        return new Answer(payloads, null);
    }

    static Answer empty() {
        return of(List.of());
    }

    static Answer error(int notifyType) {
        return of(List.of(NotifyPayload.of(notifyType)));
    }

    static Answer error(int notifyType, Octets data) {
        return of(List.of(NotifyPayload.of(notifyType, data)));
    }

    /** RFC 7296 §2.21.3: INVALID_SYNTAX inside an SA is fatal to it, on both sides. */
    static Answer fatal(int notifyType, Reason reason) {
        return new Answer(List.of(NotifyPayload.of(notifyType)), reason);
    }
}
