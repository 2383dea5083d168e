package io.flexaaa.gateway.ios.config;

import org.jspecify.annotations.Nullable;

/**
 * One command of a mode: its shape, and what it does to the mode's draft.
 *
 * @param no what {@code no} in front does; null = there is no such form
 * @param byDefault what {@code default} in front does where that is not the same
 * @param help one line for {@code ?}
 */
public record Row<B>(
        CommandPattern pattern,
        Action<B> action,
        @Nullable Action<B> no,
        @Nullable Action<B> byDefault,
        String help) {

    @FunctionalInterface
    public interface Action<B> {
        void apply(B draft, Match match);
    }

    public static <B> Row<B> row(String pattern, Action<B> action) {
        return new Row<>(CommandPattern.of(pattern), action, null, null, "");
    }

    /** With a {@code no} form. */
    public static <B> Row<B> row(String pattern, Action<B> action, Action<B> no) {
        return new Row<>(CommandPattern.of(pattern), action, no, null, "");
    }

    /** With a {@code no} form, and with a setting of IOS's own that is not the off one. */
    static <B> Row<B> row(String pattern, Action<B> action, Action<B> no, Action<B> byDefault) {
        return new Row<>(CommandPattern.of(pattern), action, no, byDefault, "");
    }

    /** This with a {@code no} form. */
    public Row<B> no(Action<B> action) {
        return new Row<>(pattern, this.action, action, byDefault, help);
    }

    public Row<B> help(String line) {
        return new Row<>(pattern, action, no, byDefault, line);
    }

    /** Good IOS that is taken and then left alone, with or without {@code no}. */
    static <B> Row<B> inert(String pattern, String what) {
        Action<B> note = (_, m) -> m.notInEffect(what);
        return row(pattern, note).no((_, _) -> {});
    }
}
