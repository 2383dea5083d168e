package io.flexaaa.gateway.ios.config;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a word must look like at a place where a command takes a value. */
sealed interface ParamType {
    /** Null when the word fits, or why it does not. */
    @Nullable String refuse(String word);

    /** What to call it in a message. */
    String label();

    /** Smaller is pickier: an address is tried before a name. */
    int rank();

    /** {@code 1-100}. */
    record Number(long low, long high) implements ParamType {
        @Override
        public @Nullable String refuse(String word) {
            if (word.isEmpty()
                    || word.length() > 18
                    || !word.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return "\"" + word + "\" is not a number";
            }
            long value = Long.parseLong(word);
            return value >= low && value <= high ? null : word + " is outside " + low + "-" + high;
        }

        @Override
        public String label() {
            return "<" + low + "-" + high + ">";
        }

        @Override
        public int rank() {
            return 0;
        }
    }

    /** Types without parameters, named in a pattern after the colon. */
    enum Plain implements ParamType {
        IP("A.B.C.D", 0) {
            @Override
            public @Nullable String refuse(String word) {
                return Addresses.ipv4(word) != null
                        ? null
                        : "\"" + word + "\" is not an IPv4 address";
            }
        },
        IP6("X:X::X", 0) {
            @Override
            public @Nullable String refuse(String word) {
                return Addresses.ipv6(word) != null
                        ? null
                        : "\"" + word + "\" is not an IPv6 address";
            }
        },
        MASK("mask A.B.C.D", 0) {
            @Override
            public @Nullable String refuse(String word) {
                InetAddress mask = Addresses.ipv4(word);
                return mask != null && Addresses.prefixLength(mask) >= 0
                        ? null
                        : "\"" + word + "\" is not a network mask";
            }
        },
        PREFIX("A.B.C.D/nn", 0) {
            @Override
            public @Nullable String refuse(String word) {
                IpPrefix prefix = Values.prefix(word);
                return prefix != null && prefix.ipv4()
                        ? null
                        : "\"" + word + "\" is not an IPv4 prefix such as 10.0.0.0/8";
            }
        },
        PREFIX6("X:X::X/nn", 0) {
            @Override
            public @Nullable String refuse(String word) {
                IpPrefix prefix = Values.prefix(word);
                return prefix != null && !prefix.ipv4()
                        ? null
                        : "\"" + word + "\" is not an IPv6 prefix such as 2001:db8::/32";
            }
        },
        /** An interface in one word: g1, Loopback0. */
        IFNAME("interface", 1) {
            @Override
            public @Nullable String refuse(String word) {
                return InterfaceNames.canonical(word) != null
                        ? null
                        : "\"" + word + "\" is not an interface such as GigabitEthernet1";
            }
        },
        /** The first of two words: virtual-template 1. */
        IFTYPE("interface type", 1) {
            @Override
            public @Nullable String refuse(String word) {
                return InterfaceNames.type(word) != null
                        ? null
                        : "\"" + word + "\" is not an interface type";
            }
        },
        IFNUMBER("interface number", 1) {
            @Override
            public @Nullable String refuse(String word) {
                return InterfaceNames.number(word)
                        ? null
                        : "\"" + word + "\" is not an interface number";
            }
        },
        PORT("a port (0-65535, www, ...)", 1) {
            @Override
            public @Nullable String refuse(String word) {
                return PortNames.number(word) >= 0 ? null : "\"" + word + "\" is not a port";
            }
        },
        PROTOCOL("protocol", 1) {
            @Override
            public @Nullable String refuse(String word) {
                return ProtocolNames.number(word) != null
                        ? null
                        : "\"" + word + "\" is not an IP protocol";
            }
        },
        ICMP("ICMP type", 1) {
            @Override
            public @Nullable String refuse(String word) {
                return IcmpNames.v4(word) != null ? null : "\"" + word + "\" is not an ICMP type";
            }
        },
        ICMP6("ICMPv6 type", 1) {
            @Override
            public @Nullable String refuse(String word) {
                return IcmpNames.v6(word) != null ? null : "\"" + word + "\" is not an ICMPv6 type";
            }
        },
        DSCP("DSCP", 1) {
            @Override
            public @Nullable String refuse(String word) {
                return DscpNames.value(word) >= 0 ? null : "\"" + word + "\" is not a DSCP value";
            }
        },
        HEX("hex digits", 1) {
            @Override
            public @Nullable String refuse(String word) {
                return word.length() % 2 == 0 && HEX_DIGITS.matcher(word).matches()
                        ? null
                        : "\"" + word + "\" is not an even number of hex digits";
            }
        },
        DELIMITER("delimiter", 1) {
            @Override
            public @Nullable String refuse(String word) {
                return word.length() == 1 && ".@\\/".contains(word)
                        ? null
                        : "\"" + word + "\" is not one of . @ \\";
            }
        },
        NAME("WORD", 5) {
            @Override
            public @Nullable String refuse(String word) {
                if (word.isEmpty()) {
                    return "an empty name";
                }
                return word.chars().anyMatch(c -> Lexer.quote((char) c) || Lexer.blank((char) c))
                        ? "a name holds no blanks and no quotes"
                        : null;
            }
        },
        /** A word, or several in quotes. */
        TEXT("\"text\"", 6) {
            @Override
            public @Nullable String refuse(String word) {
                return null;
            }
        },
        /** The rest of the line as written. */
        LINE("LINE", 7) {
            @Override
            public @Nullable String refuse(String word) {
                return null;
            }
        };

        private static final Pattern HEX_DIGITS = Pattern.compile("[0-9a-fA-F]+");

        private final String label;
        private final int rank;

        Plain(String label, int rank) {
            this.label = label;
            this.rank = rank;
        }

        @Override
        public String label() {
            return label;
        }

        @Override
        public int rank() {
            return rank;
        }
    }

    Pattern RANGE = Pattern.compile("(\\d+)-(\\d+)");

    /** By the name a pattern uses: {@code ip}, {@code name}, {@code 1-4095}. */
    static ParamType named(String name) {
        Matcher range = RANGE.matcher(name);
        if (range.matches()) {
            return new Number(Long.parseLong(range.group(1)), Long.parseLong(range.group(2)));
        }
        return Plain.valueOf(name.toUpperCase(java.util.Locale.ROOT));
    }
}
