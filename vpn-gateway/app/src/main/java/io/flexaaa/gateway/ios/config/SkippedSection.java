package io.flexaaa.gateway.ios.config;

import java.util.List;

/** The body of a section that does nothing here: every line under it is taken. */
final class SkippedSection {
    /** Has no rows: the parser takes indented lines by itself. */
    static final Mode<SkippedSection> MODE = Mode.of("", List.of());
}
