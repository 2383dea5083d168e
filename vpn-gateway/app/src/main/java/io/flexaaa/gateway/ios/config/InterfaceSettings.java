package io.flexaaa.gateway.ios.config;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * What an interface is set to after a row of commands: the last command for a setting wins, {@code
 * no} takes it away. A virtual-access interface is its template's settings with the pushed commands
 * applied in order.
 */
public final class InterfaceSettings {
    public static final InterfaceSettings EMPTY = new InterfaceSettings(new TreeMap<>());

    private final TreeMap<Key, InterfaceCommand> byKey;

    /** Order of printing: by kind of setting, then by its own text. */
    private record Key(int rank, String key) implements Comparable<Key> {
        @Override
        public int compareTo(Key o) {
            return Comparator.comparingInt(Key::rank).thenComparing(Key::key).compare(this, o);
        }
    }

    private InterfaceSettings(TreeMap<Key, InterfaceCommand> byKey) {
        this.byKey = byKey;
    }

    public static InterfaceSettings of(Collection<InterfaceCommand> commands) {
        InterfaceSettings settings = EMPTY;
        for (InterfaceCommand command : commands) {
            settings = settings.with(command);
        }
        return settings;
    }

    /** This with one more command entered. */
    public InterfaceSettings with(InterfaceCommand command) {
        TreeMap<Key, InterfaceCommand> next = new TreeMap<>(byKey);
        Key key = new Key(command.slot().ordinal(), command.key());
        if (command instanceof InterfaceCommand.No(InterfaceCommand.Slot slot, String what)) {
            // "no ip address" without more takes every address; with more only that one.
            next.keySet()
                    .removeIf(k ->
                            k.rank() == slot.ordinal() && (what.isEmpty() || k.key().equals(what)));
        } else {
            next.put(key, command);
            // An interface has an address of its own or borrows one.
            InterfaceCommand.Slot rival = command.slot().rival();
            if (rival != null) {
                next.keySet().removeIf(k -> k.rank() == rival.ordinal());
            }
        }
        return new InterfaceSettings(next);
    }

    /** All settings, in the order IOS prints them. */
    public List<InterfaceCommand> commands() {
        return List.copyOf(byKey.values());
    }

    /** The setting of this kind, or null. */
    public <C extends InterfaceCommand> @Nullable C find(Class<C> kind) {
        List<C> all = all(kind);
        return all.isEmpty() ? null : all.getFirst();
    }

    public <C extends InterfaceCommand> List<C> all(Class<C> kind) {
        List<C> found = new ArrayList<>();
        for (InterfaceCommand command : byKey.values()) {
            if (kind.isInstance(command)) {
                found.add(kind.cast(command));
            }
        }
        return found;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof InterfaceSettings s && s.byKey.equals(byKey);
    }

    @Override
    public int hashCode() {
        return byKey.hashCode();
    }

    @Override
    public String toString() {
        return byKey.values().toString();
    }
}
