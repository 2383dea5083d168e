package io.flexaaa.ipsec.filter;

import java.util.List;

/**
 * An access list ready for the packet path; build one with {@link #compile}. An empty list permits
 * everything, as IOS does for a list without lines; any other ends with the implicit deny.
 *
 * <p>Single writer: the thread of the direction it is set on. The hit counters may be read
 * anywhere.
 */
public final class CompiledAcl {
    private final String name;
    private final List<AclEntry> entries;

    private CompiledAcl(String name, List<AclEntry> entries) {
        this.name = name;
        this.entries = entries;
    }

    public static CompiledAcl compile(String name, List<AclEntry> entries) {
        return new CompiledAcl(name, List.copyOf(entries));
    }

    public String name() {
        return name;
    }

    public List<AclEntry> entries() {
        return entries;
    }
}
