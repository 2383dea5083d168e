package io.flexaaa.protocol.radius;

import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Names and types of attributes, read from a data file: adding an attribute is adding a line. */
public final class Dictionary {
    /** How an attribute's octets are to be read (RFC 8044). */
    public enum Type {
        STRING,
        OCTETS,
        INTEGER,
        TAGGED_INTEGER,
        DATE,
        IPV4,
        IPV6,
        IPV6PREFIX,
        SECRET,
        VSA
    }

    /**
     * One attribute.
     *
     * @param vendor 0 for the standard space, else the SMI number
     */
    public record Entry(int vendor, int type, String name, Type valueType) {}

    private static final Dictionary STANDARD = load("dictionary.txt");

    private final Map<Integer, Entry> byNumber = new HashMap<>();
    private final Map<Long, Entry> byVendor = new HashMap<>();
    private final Map<String, Entry> byName = new HashMap<>();
    private final Map<String, Map<Long, String>> valueNames = new HashMap<>();
    private final Map<String, Map<String, Long>> valueNumbers = new HashMap<>();

    private Dictionary() {}

    public static Dictionary standard() {
        return STANDARD;
    }

    /** The name, or {@code Attr-N} where there is none. */
    public String attributeName(int type) {
        Entry entry = byNumber.get(type);
        return entry == null ? "Attr-" + type : entry.name();
    }

    public @Nullable Entry attribute(int type) {
        return byNumber.get(type);
    }

    public @Nullable Entry sub(int vendor, int type) {
        return byVendor.get((long) vendor << 8 | type);
    }

    /** Looks a name up without regard to case; vendor attributes too. */
    public @Nullable Entry byName(String name) {
        return byName.get(name.toLowerCase(Locale.ROOT));
    }

    /** The name of an integer attribute's value, or null. */
    public @Nullable String valueName(String attribute, long value) {
        Map<Long, String> names = valueNames.get(attribute);
        return names == null ? null : names.get(value);
    }

    /** The number behind a value's name, or null. */
    public @Nullable Long valueNumber(String attribute, String name) {
        Map<String, Long> numbers = valueNumbers.get(attribute);
        return numbers == null ? null : numbers.get(name.toLowerCase(Locale.ROOT));
    }

    private static Dictionary load(String resource) {
        Dictionary dictionary = new Dictionary();
        InputStream in = Dictionary.class.getResourceAsStream(resource);
        if (in == null) throw new IllegalStateException("resource " + resource + " is missing");
        try (var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isBlank() || line.startsWith("#")) continue;
                dictionary.read(line.strip().split("\\s+"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return dictionary;
    }

    private void read(String[] words) {
        switch (words[0]) {
            case "attribute" -> add(0, Integer.parseInt(words[1]), words[2], words[3]);
            case "sub" ->
                    add(Integer.parseInt(words[1]), Integer.parseInt(words[2]), words[3], words[4]);
            case "value" -> {
                long number = Long.parseLong(words[2]);
                valueNames.computeIfAbsent(words[1], _ -> new HashMap<>()).put(number, words[3]);
                valueNumbers
                        .computeIfAbsent(words[1], _ -> new HashMap<>())
                        .put(words[3].toLowerCase(Locale.ROOT), number);
            }
            case "vendor" -> {
                // Names of vendors are there for readers of the file.
            }
            default -> throw new IllegalStateException("dictionary line: " + words[0]);
        }
    }

    private void add(int vendor, int type, String name, String valueType) {
        Type parsed = Type.valueOf(valueType.replace('-', '_').toUpperCase(Locale.ROOT));
        Entry entry = new Entry(vendor, type, name, parsed);
        if (vendor == 0) byNumber.put(type, entry);
        else byVendor.put((long) vendor << 8 | type, entry);
        byName.put(name.toLowerCase(Locale.ROOT), entry);
    }
}
