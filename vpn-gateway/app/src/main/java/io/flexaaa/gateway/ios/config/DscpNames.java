package io.flexaaa.gateway.ios.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Differentiated services code points: af11..af43, cs1..cs7, ef, default, numbers. */
final class DscpNames {
    private static final Pattern AF = Pattern.compile("af([1-4])([1-3])");
    private static final Pattern CS = Pattern.compile("cs([1-7])");

    private DscpNames() {}

    /** -1 when it is none. */
    static int value(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        Matcher af = AF.matcher(lower);
        if (af.matches()) {
            // RFC 2597 §6: class in the top three bits, drop precedence in the next two.
            return Integer.parseInt(af.group(1)) * 8 + Integer.parseInt(af.group(2)) * 2;
        }
        Matcher cs = CS.matcher(lower);
        if (cs.matches()) {
            return Integer.parseInt(cs.group(1)) * 8;
        }
        return switch (lower) {
            case "ef" -> 46;
            case "default" -> 0;
            default ->
                    new ParamType.Number(0, 63).refuse(word) == null ? Integer.parseInt(word) : -1;
        };
    }
}
