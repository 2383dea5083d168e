package io.flexaaa.server.accounting;

/** Why an Accounting-Request cannot be recorded and is therefore not answered (RFC 2866 §4.1). */
public final class AcctRefusal extends Exception {

    private final String code;

    AcctRefusal(String code, String detail) {
        super(detail, null, false, false);
        this.code = code;
    }

    /** Stable; a drop reason. */
    public String code() {
        return code;
    }
}
