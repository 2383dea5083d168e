package io.flexaaa.protocol.wire;

/**
 * Input from outside that is not what its format allows. Checked, because every decoder can meet
 * it; stackless, because a flood of it must cost little.
 */
public final class DecodeException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * @param what the field or structure, in the words of its RFC
     * @param detail what was found there
     */
    public DecodeException(String what, String detail) {
        super(what + ": " + detail, null, false, false);
    }
}
