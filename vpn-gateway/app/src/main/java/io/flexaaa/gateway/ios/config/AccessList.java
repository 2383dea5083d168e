package io.flexaaa.gateway.ios.config;

import java.util.ArrayList;
import java.util.List;

/** A numbered or named access list; the implicit deny at its end is not in {@code lines}. */
public record AccessList(String name, Kind kind, List<AclLine> lines) {
    public enum Kind {
        STANDARD,
        EXTENDED,
        IPV6
    }

    public AccessList {
        lines = List.copyOf(lines);
    }

    /** The entries without the remarks. */
    public List<AclEntry> entries() {
        List<AclEntry> entries = new ArrayList<>();
        for (AclLine line : lines) {
            if (line instanceof AclEntry entry) {
                entries.add(entry);
            }
        }
        return entries;
    }

    /** A line of a list: an entry or a remark. */
    public sealed interface AclLine permits AclEntry, Remark {}

    public record Remark(String text) implements AclLine {}
}
