package io.flexaaa.server.setup;

/**
 * Where steps say what they made. Printed on standard output once, so generated passwords may go
 * here.
 */
public interface FirstRunReport {

    /** A progress line. */
    void line(String text);

    /** One thing to do next. */
    void next(String text);
}
