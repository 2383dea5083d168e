package io.flexaaa.gateway.dataplane;

/** The kernel refused something the data plane needs; the message names call, object and cause. */
public final class DataPlaneException extends Exception {
    private static final long serialVersionUID = 1L;

    public DataPlaneException(String message, Throwable cause) {
        super(message, cause);
    }
}
