package io.flexaaa.gateway.telemetry;

/**
 * A step of a session set-up was refused. Checked and stackless: a refusal is an answer, not a bug.
 */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    public RefusedException(Reason reason, String sentence) {
        this(new Refusal(reason, sentence));
    }

    public RefusedException(Refusal refusal) {
        super(refusal.toString(), null, false, false);
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}
