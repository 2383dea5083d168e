package io.flexaaa.server.operator;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/** What a password must be. Length counts; forced symbols only make people write it down. */
public final class PasswordRules {
    public static final int MIN = 12;
    public static final int MAX = 200;

    private PasswordRules() {}

    /** What is wrong with it, or null. */
    public static @Nullable String problem(String account, String password) {
        if (password.length() < MIN)
            return "the password has "
                    + password.length()
                    + " characters; at least "
                    + MIN
                    + " are needed";
        if (password.length() > MAX)
            return "the password has "
                    + password.length()
                    + " characters; at most "
                    + MAX
                    + " are taken";
        if (password.toLowerCase(Locale.ROOT).contains(account.toLowerCase(Locale.ROOT)))
            return "the password holds the account's name";
        if (password.chars().distinct().count() < 5)
            return "the password has fewer than five different characters";
        return null;
    }
}
