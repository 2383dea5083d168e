package io.flexaaa.protocol.radius.vectors;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** FreeRADIUS's dictionary files: names, dotted numbers, types, named values. */
final class ForeignDictionary {

    /**
     * @param form why the attribute cannot be read by RFC 2865 and RFC 6929 alone; empty when it
     *     can
     */
    record Entry(String name, String number, String type, String flags, String form) {
        boolean tagged() {
            return flags.contains("has_tag");
        }

        boolean salted() {
            return flags.contains("encrypt=2");
        }
    }

    private final Map<String, Entry> byName = new HashMap<>();
    private final Map<String, Entry> byNumber = new HashMap<>();
    private final Map<String, Map<Long, String>> values = new HashMap<>();
    private final Map<String, String> vendors = new HashMap<>();
    private final Map<String, String> formats = new HashMap<>();

    static ForeignDictionary read(Path folder) throws IOException {
        ForeignDictionary dictionary = new ForeignDictionary();
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files =
                    new ArrayList<>(
                            all.filter(f -> f.getFileName().toString().startsWith("dictionary."))
                                    .filter(f -> !f.toString().contains("dhcp"))
                                    .filter(f -> !f.toString().contains("illegal"))
                                    .sorted()
                                    .toList());
        }
        // A vendor may be declared in another file than its attributes.
        for (Path file : files) dictionary.file(file, true);
        for (Path file : files) dictionary.file(file, false);
        return dictionary;
    }

    @Nullable Entry named(String name) {
        return byName.get(name);
    }

    @Nullable Entry numbered(String number) {
        return byNumber.get(number);
    }

    /** How a vendor forms its attributes, when not as RFC 2865 §5.26 proposes; else empty. */
    String formOf(String vendorNumber) {
        for (Map.Entry<String, String> vendor : vendors.entrySet()) {
            if (vendor.getValue().equals(vendorNumber)) {
                String format = formats.getOrDefault(vendor.getKey(), "");
                return format.isEmpty() ? "" : vendor.getKey() + "'s own " + format;
            }
        }
        return "";
    }

    @Nullable String valueName(String attribute, long value) {
        Map<Long, String> names = values.get(attribute);
        return names == null ? null : names.get(value);
    }

    @Nullable Long valueNumber(String attribute, String name) {
        return values.getOrDefault(attribute, Map.of()).entrySet().stream()
                .filter(e -> e.getValue().equalsIgnoreCase(name))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    private void file(Path file, boolean vendorsOnly) throws IOException {
        String vendor = "";
        String space = "";
        String tlv = "";
        for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
            String[] words = line.replaceFirst("#.*", "").strip().split("\\s+");
            if (words[0].equals("VENDOR")) {
                vendors.put(words[1], words[2]);
                if (words.length > 3) formats.put(words[1], words[3]);
            }
            if (vendorsOnly) continue;
            switch (words[0]) {
                case "BEGIN-VENDOR" -> {
                    vendor = words[1];
                    space = words.length > 2 ? words[2] : "";
                }
                case "END-VENDOR" -> vendor = "";
                case "BEGIN-TLV" -> tlv = words[1];
                case "END-TLV" -> tlv = "";
                case "ATTRIBUTE" -> attribute(words, vendor, space, tlv);
                case "VALUE" ->
                        values.computeIfAbsent(words[1], _ -> new HashMap<>())
                                .putIfAbsent(Long.decode(words[3]), words[2]);
                default -> {}
            }
        }
    }

    private void attribute(String[] words, String vendor, String space, String tlv) {
        String number = words[2].startsWith("0x") ? "" + Long.decode(words[2]) : words[2];
        String form = "";
        if (!vendor.isEmpty()) {
            if (formats.containsKey(vendor)) form = vendor + "'s own " + formats.get(vendor);
            // format=Extended-Vendor-Specific-5: that of type 245
            String above = space.isEmpty() ? "26" : "24" + space.charAt(space.length() - 1) + ".26";
            number = above + "." + vendors.get(vendor) + "." + number;
        }
        if (!tlv.isEmpty() || words[3].equals("tlv") || words[2].contains(".") && !vendor.isEmpty())
            form = "a TLV of " + (vendor.isEmpty() ? "a dictionary" : vendor);
        if (words[3].equals("abinary")) form = "Ascend's data filter language";
        String flags = words.length > 4 ? words[4] : "";
        Entry entry = new Entry(words[1], number, words[3], flags, form);
        byName.putIfAbsent(words[1], entry);
        byNumber.put(number, entry);
    }
}
