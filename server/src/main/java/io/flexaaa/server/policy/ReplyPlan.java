package io.flexaaa.server.policy;

import io.flexaaa.protocol.avpair.AvPair;
import io.flexaaa.protocol.avpair.AvPairCatalogue;
import io.flexaaa.protocol.policy.Condition;
import io.flexaaa.protocol.policy.PairLayers;
import io.flexaaa.protocol.policy.Template;
import io.flexaaa.protocol.policy.TemplateValues;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.wire.DecodeException;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a peer or group answers with where that depends on the request: layers of AV pairs, some
 * under a condition, some with placeholders. The result is kept per NAS and set of conditions that
 * hold, so a request usually costs a look-up. What does not depend on the request has no plan: its
 * attributes are encoded once, when the snapshot is built.
 */
public final class ReplyPlan {
    private static final int MOST_KEPT = 512;

    /** AV pairs laid over those before; {@code when} null means always. */
    public record Layer(
            @Nullable Condition when, @Nullable String framedPool, List<String> avPairs) {}

    /** Makes attributes of what the layers came to. */
    @FunctionalInterface
    public interface Encoder {
        Attributes encode(@Nullable String framedPool, List<String> avPairs);
    }

    /** The peer a request is about. */
    public record PeerFacts(String name, Map<String, String> custom) {}

    /** What a reply may depend on. */
    public record Request(
            NasFacts nas,
            @Nullable String callingStationId,
            Instant now,
            @Nullable PeerFacts peer) {}

    /** What came of it. */
    public sealed interface Outcome {
        record Ready(Attributes attributes, int octets) implements Outcome {}

        /** In words: which text, and what of it has no value. */
        record Unresolved(String sentence) implements Outcome {}
    }

    private record Key(long nas, BitSet holding) {}

    private record Kept(NasFacts nas, Outcome outcome) {}

    private final List<Layer> layers;
    private final Encoder encoder;
    private final @Nullable PeerFacts owner;
    private final boolean asksPeer;
    private final boolean asksClient;
    private final Map<Key, Kept> kept = new ConcurrentHashMap<>();

    /**
     * @param owner the peer whose plan it is; null for a group's, which learns the peer from the
     *     request
     */
    public ReplyPlan(List<Layer> layers, Encoder encoder, @Nullable PeerFacts owner) {
        this.layers = List.copyOf(layers);
        this.encoder = encoder;
        this.owner = owner;
        this.asksPeer = owner == null && asks(layers, Template.Scope.PEER);
        this.asksClient =
                layers.stream().anyMatch(l -> l.when() != null && !l.when().clients().isEmpty());
    }

    /** Whether layers come to the same for every request. */
    public static boolean fixed(List<Layer> layers) {
        return layers.stream()
                .allMatch(l ->
                        l.when() == null
                                && !Template.in(l.framedPool())
                                && l.avPairs().stream().noneMatch(Template::in));
    }

    /** The attributes of layers that are {@link #fixed}. */
    public static Attributes encode(List<Layer> layers, Encoder encoder) {
        String pool = null;
        List<String> pairs = List.of();
        for (Layer layer : layers) {
            if (layer.framedPool() != null) pool = layer.framedPool();
            pairs = PairLayers.over(pairs, layer.avPairs());
        }
        return encoder.encode(pool, pairs);
    }

    public Outcome resolve(Request request) {
        BitSet holding = holding(request);
        NasFacts nas = request.nas();
        if (asksPeer) return make(holding, request);
        Key key = new Key(nas.id(), holding);
        Kept known = kept.get(key);
        // A changed NAS has new facts; what its former ones came to is replaced.
        if (known != null && known.nas.equals(nas)) return known.outcome;
        Outcome outcome = make(holding, request);
        if (kept.size() >= MOST_KEPT) kept.clear();
        kept.put(key, new Kept(nas, outcome));
        return outcome;
    }

    private BitSet holding(Request request) {
        BitSet holding = new BitSet(layers.size());
        Condition.Facts facts = null;
        for (int i = 0; i < layers.size(); i++) {
            Condition when = layers.get(i).when();
            if (when == null) {
                holding.set(i);
                continue;
            }
            if (facts == null) {
                facts =
                        new Condition.Facts(
                                request.nas().name(),
                                request.nas().type(),
                                asksClient ? address(request.callingStationId()) : null,
                                request.now().atZone(ZoneOffset.UTC));
            }
            holding.set(i, when.holds(facts));
        }
        return holding;
    }

    private Outcome make(BitSet holding, Request request) {
        PeerFacts peer = owner != null ? owner : request.peer();
        Map<String, String> ofPeer =
                peer == null ? Map.of() : TemplateValues.ofPeer(peer.name(), peer.custom());
        Map<String, String> ofNas = request.nas().values();
        String pool = null;
        List<String> pairs = List.of();
        for (int i = holding.nextSetBit(0); i >= 0; i = holding.nextSetBit(i + 1)) {
            Layer layer = layers.get(i);
            if (layer.framedPool() != null) pool = layer.framedPool();
            pairs = PairLayers.over(pairs, layer.avPairs());
        }
        List<String> filled = new ArrayList<>(pairs.size());
        String current = "";
        try {
            for (String pair : pairs) {
                current = pair;
                String text = fill(pair, ofPeer, ofNas);
                String wrong = Template.in(pair) ? problem(text) : null;
                if (wrong != null) {
                    return new Outcome.Unresolved(
                            "'" + pair + "' becomes '" + text + "', which " + wrong);
                }
                filled.add(text);
            }
            current = String.valueOf(pool);
            if (pool != null) pool = fill(pool, ofPeer, ofNas);
        } catch (Template.UnresolvedException e) {
            boolean unknownPeer = peer == null && e.placeholder().scope() == Template.Scope.PEER;
            return new Outcome.Unresolved(
                    "'"
                            + current
                            + "': "
                            + e.getMessage()
                            + (unknownPeer
                                    ? ", because the request does not tell which peer it is about"
                                    : " at NAS " + request.nas().name()));
        } catch (DecodeException e) {
            return new Outcome.Unresolved("'" + current + "': " + e.getMessage());
        }
        Attributes attributes = encoder.encode(pool, filled);
        return new Outcome.Ready(attributes, ReplyAttributes.octets(attributes));
    }

    private static String fill(String text, Map<String, String> peer, Map<String, String> nas)
            throws DecodeException, Template.UnresolvedException {
        return Template.in(text) ? Template.parse(text).expand(peer, nas) : text;
    }

    /** A hub would take a broken pair for something else, or refuse the whole session. */
    private static @Nullable String problem(String text) {
        if (text.getBytes(StandardCharsets.UTF_8).length > AvPair.MAX_OCTETS) {
            return "has more than " + AvPair.MAX_OCTETS + " octets";
        }
        for (AvPairCatalogue.Problem problem : AvPairCatalogue.validate(text)) {
            if (!problem.warning()) return problem.message();
        }
        return null;
    }

    private static boolean asks(List<Layer> layers, Template.Scope scope) {
        for (Layer layer : layers) {
            if (asks(layer.framedPool(), scope)) return true;
            for (String pair : layer.avPairs()) {
                if (asks(pair, scope)) return true;
            }
        }
        return false;
    }

    private static boolean asks(@Nullable String text, Template.Scope scope) {
        if (text == null || !Template.in(text)) return false;
        try {
            return Template.parse(text).placeholders().stream().anyMatch(p -> p.scope() == scope);
        } catch (DecodeException e) {
            return false;
        }
    }

    private static @Nullable InetAddress address(@Nullable String text) {
        if (text == null) return null;
        try {
            return InetAddress.ofLiteral(text.strip());
        } catch (IllegalArgumentException e) {
            // A hub may send a MAC address or a telephone number here; it is in no prefix.
            return null;
        }
    }
}
