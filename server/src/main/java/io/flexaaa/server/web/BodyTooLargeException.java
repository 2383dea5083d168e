package io.flexaaa.server.web;

import org.springframework.http.HttpStatus;

import java.io.IOException;

/** The body went over the limit while it was read. */
final class BodyTooLargeException extends IOException {
    private static final long serialVersionUID = 1L;
    private final long limit;

    BodyTooLargeException(long limit) {
        super("body over " + limit + " octets");
        this.limit = limit;
    }

    ProblemBody problem() {
        return ProblemBody.of(
                HttpStatus.CONTENT_TOO_LARGE,
                "BODY_TOO_LARGE",
                "the body is larger than " + limit + " octets; send less at a time");
    }
}
