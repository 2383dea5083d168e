package io.flexaaa.server.operator;

/** Refused, for nobody could administer the server afterwards. */
public final class LastAdminException extends Exception {
    private static final long serialVersionUID = 1L;

    LastAdminException(String name) {
        super(
                "'"
                        + name
                        + "' is the last enabled administrator; make another account administrator"
                        + " first");
    }
}
