package io.flexaaa.gateway.ios.config;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/** A line that fits a row: its values by label, and what the row's action has to say about it. */
public final class Match {
    /**
     * @param keyword the full word, when it was a keyword
     */
    record Captured(String label, String text, Token token, boolean keyword) {}

    /** What the value must be the name of. */
    record Reference(RefKind kind, String name, Token token) {}

    record Complaint(Token token, String message, String cure) {}

    /** To be judged when the whole text is read. */
    record Later(Token token, BooleanSupplier wrong, boolean fatal, String message, String cure) {}

    record Entered<C>(Mode<C> mode, C draft) {}

    private final Lexer.Line line;
    private final List<Captured> captured;
    private final List<Reference> references = new ArrayList<>();
    private final List<Complaint> complaints = new ArrayList<>();
    private final List<Later> later = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private @Nullable Entered<?> entered;
    private @Nullable MasterKey masterKey;
    private @Nullable KeyPlace keyPlace;
    private @Nullable String include;

    Match(Lexer.Line line, List<Captured> captured) {
        this.line = line;
        this.captured = captured;
    }

    /** Whether this keyword is in the line. */
    public boolean has(String keyword) {
        return captured.stream().anyMatch(c -> c.keyword() && c.text().equals(keyword));
    }

    public boolean given(String label) {
        return captured.stream().anyMatch(c -> c.label().equals(label));
    }

    /** The value, or null when the line goes without. */
    public @Nullable String get(String label) {
        Captured c = find(label);
        return c == null ? null : c.text();
    }

    /** The value of a place that is always filled. */
    public String text(String label) {
        return present(get(label), label);
    }

    /** Only a {@code no} line can lack what its row asks for. */
    private static <T> T present(@Nullable T value, String label) {
        if (value == null) {
            throw new IncompleteLine(label);
        }
        return value;
    }

    public List<String> all(String label) {
        List<String> values = new ArrayList<>();
        for (Captured c : captured) {
            if (c.label().equals(label)) {
                values.add(c.text());
            }
        }
        return values;
    }

    public int number(String label) {
        return Integer.parseInt(text(label));
    }

    public @Nullable Integer numberOrNull(String label) {
        String text = get(label);
        return text == null ? null : Integer.valueOf(text);
    }

    public int number(String label, int absent) {
        String text = get(label);
        return text == null ? absent : Integer.parseInt(text);
    }

    public @Nullable Long longOrNull(String label) {
        String text = get(label);
        return text == null ? null : Long.valueOf(text);
    }

    /** An address of either family that the pattern has already checked. */
    public InetAddress address(String label) {
        return present(addressOf(text(label)), label);
    }

    public @Nullable InetAddress addressOrNull(String label) {
        String text = get(label);
        return text == null ? null : addressOf(text);
    }

    public List<InetAddress> addresses(String label) {
        List<InetAddress> addresses = new ArrayList<>();
        for (String text : all(label)) {
            addresses.add(Objects.requireNonNull(addressOf(text), label));
        }
        return addresses;
    }

    private static @Nullable InetAddress addressOf(String text) {
        return text.indexOf(':') < 0 ? Addresses.ipv4(text) : Addresses.ipv6(text);
    }

    public IpPrefix prefix(String label) {
        return present(Values.prefix(text(label)), label);
    }

    /** An address and a mask in two places. */
    IpPrefix prefix(String addressLabel, String maskLabel) {
        return new IpPrefix(
                address(addressLabel), Math.max(0, Addresses.prefixLength(address(maskLabel))));
    }

    /** Canonical name of an interface given in one word or two. */
    public String interfaceName(String label) {
        return present(InterfaceNames.canonical(String.join("", all(label))), label);
    }

    /** The enum constants whose IOS words are under this label, in the order written. */
    <E extends Enum<E> & IosWord> List<E> words(String label, Class<E> type) {
        List<E> found = new ArrayList<>();
        for (String word : all(label)) {
            for (E constant : Objects.requireNonNull(type.getEnumConstants())) {
                if (constant.ios().equals(word)) {
                    found.add(constant);
                }
            }
        }
        return found;
    }

    <E extends Enum<E> & IosWord> E word(String label, Class<E> type) {
        List<E> found = words(label, type);
        return present(found.isEmpty() ? null : found.getFirst(), label);
    }

    /** The line takes effect only for show running-config. */
    void notInEffect(String what) {
        notes.add("accepted, not in effect: " + what);
    }

    /** The line does nothing here and is not kept. */
    void ignored(String why) {
        notes.add(why);
    }

    /** The value must name something that the whole text defines somewhere. */
    void refers(RefKind kind, String label) {
        Captured c = find(label);
        if (c != null) {
            references.add(new Reference(kind, c.text(), c.token()));
        }
    }

    void refersToInterface(String label) {
        Captured c = find(label);
        if (c != null) {
            references.add(new Reference(RefKind.INTERFACE, interfaceName(label), c.token()));
        }
    }

    /** For a label with several values: {@code value} is the one that names something. */
    void refersTo(RefKind kind, String label, String value) {
        for (Captured c : captured) {
            if (c.label().equals(label) && c.text().equals(value) && !c.keyword()) {
                references.add(new Reference(kind, value, c.token()));
                return;
            }
        }
    }

    /** The value stands for the thing called {@code name}. */
    void refersAs(RefKind kind, String label, String name) {
        Captured c = find(label);
        if (c != null) {
            references.add(new Reference(kind, name, c.token()));
        }
    }

    /** The line fits the grammar, but its value cannot be. */
    void complain(String label, String message, String cure) {
        Captured c = find(label);
        Token token = c == null ? line.tokens().getFirst() : c.token();
        complaints.add(new Complaint(token, message, cure));
    }

    /** Looks at the finished draft: {@code fatal} as a wrong line, else as an incomplete one. */
    void atEnd(BooleanSupplier wrong, boolean fatal, String message, String cure) {
        later.add(new Later(line.tokens().getFirst(), wrong, fatal, message, cure));
    }

    /** The lines that follow belong to this section. */
    <C> void enter(Mode<C> mode, C draft) {
        entered = new Entered<>(mode, draft);
    }

    /** With what type 6 keys of this line are opened. */
    @Nullable MasterKey masterKey() {
        return masterKey;
    }

    void masterKey(@Nullable MasterKey key) {
        masterKey = key;
    }

    /** A key stands here, in whatever form. */
    void keyPlace(String form, String label) {
        Captured type = find(form);
        Captured key = find(label);
        if (key != null) {
            boolean clear = type == null || type.text().equals("0");
            int start = type == null ? key.token().start() : type.token().start();
            keyPlace = new KeyPlace(line.number(), start, key.text(), clear);
        }
    }

    @Nullable KeyPlace keyPlace() {
        return keyPlace;
    }

    /** The lines of these files stand in place of this one. */
    void include(String pattern) {
        include = pattern;
    }

    @Nullable String include() {
        return include;
    }

    /** Whether any keyword was cut short. */
    boolean abbreviated() {
        return captured.stream()
                .anyMatch(c -> c.keyword() && !c.token().text().equalsIgnoreCase(c.text()));
    }

    List<Reference> references() {
        return references;
    }

    List<Complaint> complaints() {
        return complaints;
    }

    List<Later> later() {
        return later;
    }

    List<String> notes() {
        return notes;
    }

    @Nullable Entered<?> entered() {
        return entered;
    }

    private @Nullable Captured find(String label) {
        for (Captured c : captured) {
            if (c.label().equals(label)) {
                return c;
            }
        }
        return null;
    }
}
