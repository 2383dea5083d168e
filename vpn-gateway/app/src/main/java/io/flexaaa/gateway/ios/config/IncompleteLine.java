package io.flexaaa.gateway.ios.config;

/** A {@code no} line stopped before a word that its action needs. */
final class IncompleteLine extends RuntimeException {
    private static final long serialVersionUID = 1L;

    IncompleteLine(String missing) {
        super(missing, null, false, false);
    }
}
