package io.flexaaa.gateway.ios.config;

import java.util.ArrayList;
import java.util.List;

/** An access list while its lines are being read. */
final class AclDraft {
    final String name;
    final AccessList.Kind kind;
    final List<AccessList.AclLine> lines = new ArrayList<>();

    AclDraft(String name, AccessList.Kind kind) {
        this.name = name;
        this.kind = kind;
    }

    /** A line with the number of an earlier one replaces it. */
    void add(AclEntry entry) {
        Integer sequence = entry.sequence();
        if (sequence != null) {
            lines.removeIf(l -> l instanceof AclEntry e && sequence.equals(e.sequence()));
        }
        lines.add(entry);
    }

    AccessList build() {
        return new AccessList(name, kind, lines);
    }
}
