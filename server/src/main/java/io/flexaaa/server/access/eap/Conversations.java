package io.flexaaa.server.access.eap;

import io.flexaaa.protocol.wire.Octets;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The conversations under way, in two bounded rooms: those whose peer has only said its name, which
 * costs a peer nothing, and those further along. A flood of names pushes out names, never a
 * handshake; where the further ones fill their room, the longest idle gives way only after {@link
 * #IDLE_MS}.
 */
final class Conversations {
    static final long IDLE_MS = 5_000;

    private final int most;
    private final long roundMs;
    private final Map<Octets, Conversation> halfOpen = new LinkedHashMap<>();
    private final Map<Octets, Conversation> further = new LinkedHashMap<>();

    Conversations(int most, long roundMs) {
        this.most = Math.max(1, most / 2);
        this.roundMs = roundMs;
    }

    /** What a State led to. */
    sealed interface Found {
        /** The caller's alone until {@link #park} or {@link #end}. */
        record Taken(Conversation conversation) implements Found {}

        /** A request with the same State is in work. */
        record Busy() implements Found {}

        /** The State of an earlier round of a living conversation. */
        record Used() implements Found {}

        record Gone() implements Found {}
    }

    synchronized Found take(StateTokens.Token token, long nowMs) {
        Conversation conversation = find(token.conversation());
        if (conversation == null) return new Found.Gone();
        if (conversation.round() != token.round()) return new Found.Used();
        if (conversation.inWork()) return new Found.Busy();
        if (conversation.isOver(nowMs)) return new Found.Gone();
        conversation.work(true);
        return new Found.Taken(conversation);
    }

    /**
     * Waits for the peer's next packet.
     *
     * @return whether there was room
     */
    synchronized boolean park(Conversation conversation, long nowMs) {
        conversation.work(false);
        conversation.waitUntil(nowMs + roundMs);
        remove(conversation);
        boolean begun = conversation.round() > 1;
        Map<Octets, Conversation> room = begun ? further : halfOpen;
        if (room.size() >= most && !makeRoom(room, begun, nowMs)) return false;
        room.put(conversation.id(), conversation);
        return true;
    }

    synchronized void end(Conversation conversation) {
        remove(conversation);
    }

    /** Takes out what has waited too long. */
    synchronized List<Conversation> expired(long nowMs) {
        List<Conversation> over = new ArrayList<>();
        for (Map<Octets, Conversation> room : List.of(halfOpen, further)) {
            Iterator<Conversation> oldest = room.values().iterator();
            while (oldest.hasNext()) {
                Conversation conversation = oldest.next();
                // In the order of their last packet, which is the order of their deadlines.
                if (!conversation.isOver(nowMs)) break;
                if (conversation.inWork()) continue;
                oldest.remove();
                over.add(conversation);
            }
        }
        return over;
    }

    synchronized int size() {
        return halfOpen.size() + further.size();
    }

    private boolean makeRoom(Map<Octets, Conversation> room, boolean onlyIdle, long nowMs) {
        Iterator<Conversation> oldest = room.values().iterator();
        while (oldest.hasNext()) {
            Conversation conversation = oldest.next();
            if (conversation.inWork()) continue;
            boolean idle = conversation.deadlineMs() - roundMs + IDLE_MS <= nowMs;
            if (onlyIdle && !idle) return false;
            oldest.remove();
            return true;
        }
        return false;
    }

    private @Nullable Conversation find(Octets id) {
        Conversation found = further.get(id);
        return found != null ? found : halfOpen.get(id);
    }

    private void remove(Conversation conversation) {
        halfOpen.remove(conversation.id());
        further.remove(conversation.id());
    }
}
