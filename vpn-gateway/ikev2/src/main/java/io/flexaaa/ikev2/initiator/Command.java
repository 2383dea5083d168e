package io.flexaaa.ikev2.initiator;

import org.jspecify.annotations.Nullable;

/** A request waiting for its turn: RFC 7296 §2.3 lets one be outstanding with a window of one. */
sealed interface Command {
    record RekeyIke() implements Command {}

    /** A new child; in place of {@code old} when that is not null. */
    record MakeChild(@Nullable ChildSa old) implements Command {}

    record DeleteChild(ChildSa child) implements Command {}

    record DeleteIke(Channel channel, boolean replaced) implements Command {}

    record Liveness() implements Command {}
}
