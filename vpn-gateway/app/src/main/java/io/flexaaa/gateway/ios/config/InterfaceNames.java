package io.flexaaa.gateway.ios.config;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Interface names and their abbreviations. */
public final class InterfaceNames {
    private static final List<String> TYPES =
            List.of(
                    "GigabitEthernet",
                    "TenGigabitEthernet",
                    "FastEthernet",
                    "Ethernet",
                    "Loopback",
                    "Tunnel",
                    "Virtual-Template",
                    "Virtual-Access",
                    "VirtualPortGroup",
                    "Port-channel",
                    "Vlan",
                    "BDI",
                    "Null");

    private static final Pattern NAME = Pattern.compile("([A-Za-z][A-Za-z-]*)(\\d[\\d/.:]*)");
    private static final Pattern NUMBER = Pattern.compile("\\d[\\d/.:]{0,15}");

    private InterfaceNames() {}

    /** {@code GigabitEthernet1} for {@code g1}; null when it is none. */
    public static @Nullable String canonical(String text) {
        Matcher m = NAME.matcher(text);
        if (!m.matches() || m.group(2).length() > 16) {
            return null;
        }
        String type = type(m.group(1));
        return type == null ? null : type + m.group(2);
    }

    /** The full type of an unambiguous abbreviation. */
    static @Nullable String type(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        String found = null;
        for (String type : TYPES) {
            String candidate = type.toLowerCase(Locale.ROOT);
            if (candidate.equals(lower)) {
                return type;
            }
            if (candidate.startsWith(lower)) {
                if (found != null) {
                    return null;
                }
                found = type;
            }
        }
        return found;
    }

    static boolean number(String text) {
        return NUMBER.matcher(text).matches();
    }
}
