package io.flexaaa.protocol.eap;

import java.util.ArrayList;
import java.util.List;

/** What happened in a conversation, step by step, for the decision log. Bounded. */
public final class EapNotes {
    private static final int MAX = 32;

    /** One step in words; never a secret. */
    public record Note(String step, String got) {}

    private final List<Note> notes = new ArrayList<>();

    public void add(String step, String got) {
        if (notes.size() < MAX) notes.add(new Note(step, got));
    }

    public List<Note> list() {
        return List.copyOf(notes);
    }
}
