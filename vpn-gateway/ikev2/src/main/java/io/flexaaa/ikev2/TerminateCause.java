package io.flexaaa.ikev2;

/** RFC 2866 §5.10 Acct-Terminate-Cause values a VPN session can end with. */
public enum TerminateCause {
    USER_REQUEST(1),
    LOST_CARRIER(2),
    IDLE_TIMEOUT(4),
    SESSION_TIMEOUT(5),
    ADMIN_RESET(6),
    NAS_ERROR(9),
    NAS_REQUEST(10),
    NAS_REBOOT(11);

    private final int number;

    TerminateCause(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
