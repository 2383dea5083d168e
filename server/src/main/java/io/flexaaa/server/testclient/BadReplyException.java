package io.flexaaa.server.testclient;

/** The reply is malformed or not signed with our secret. */
public final class BadReplyException extends Exception {
    private static final long serialVersionUID = 1L;

    BadReplyException(String why) {
        super(why);
    }
}
