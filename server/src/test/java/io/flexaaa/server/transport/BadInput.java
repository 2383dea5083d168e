package io.flexaaa.server.transport;

import java.util.function.Function;

/** One case of the bad-input list: what comes in, and what must come of it. */
record BadInput(
        String id, String what, Where where, Function<BadPackets, byte[]> packet, Outcome outcome) {

    /** From which client to which port. */
    enum Where {
        AUTH,
        ACCT,
        /** A NAS that is excused from Message-Authenticator. */
        LEGACY
    }

    sealed interface Outcome {
        /** No answer, counted under this reason. */
        record Dropped(String reason) implements Outcome {}

        /** Access-Reject, with this reason in the decision log; none given: any. */
        record Rejected(String reason) implements Outcome {}

        /** Access-Accept: what is wrong with it is no reason to refuse it. */
        record Accepted() implements Outcome {}

        /** Accounting-Response. */
        record Recorded() implements Outcome {}

        /** Anything but Access-Accept; the log says what. */
        record NotAccepted() implements Outcome {}
    }

    static Outcome dropped(String reason) {
        return new Outcome.Dropped(reason);
    }

    static Outcome rejected(String reason) {
        return new Outcome.Rejected(reason);
    }

    static Outcome accepted() {
        return new Outcome.Accepted();
    }

    static Outcome recorded() {
        return new Outcome.Recorded();
    }

    static Outcome notAccepted() {
        return new Outcome.NotAccepted();
    }

    @Override
    public String toString() {
        return id + " " + what + " -> " + outcome;
    }
}
