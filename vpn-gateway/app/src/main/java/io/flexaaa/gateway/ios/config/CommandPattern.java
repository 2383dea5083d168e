package io.flexaaa.gateway.ios.config;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The shape of one command, compiled from text such as {@code "address ipv4 <host:name> [auth-port
 * <auth:1-65535>]"}.
 *
 * <ul>
 *   <li>{@code word}: a keyword; {@code word@label}: kept under that label
 *   <li>{@code <label:type>}: a value; types in {@link ParamType}, {@code if} takes one word or two
 *   <li>{@code {a|b}} one of, {@code [a]} or {@code [a|b]} optional; {@code +} or {@code *} behind
 *       the closing bracket repeats
 * </ul>
 */
public final class CommandPattern {
    sealed interface Node {
        record Word(String word, @Nullable String label) implements Node {}

        record Param(String label, ParamType type) implements Node {}

        record Seq(List<Node> parts) implements Node {}

        record Alt(List<Node> options) implements Node {}

        record Opt(Node body) implements Node {}

        record Repeat(Node body, boolean atLeastOnce) implements Node {}
    }

    /** A place in a command: it takes a word of input, branches, or accepts. */
    static final class State {
        final @Nullable Node takes;
        final List<State> next = new ArrayList<>();
        final boolean accepts;

        State(@Nullable Node takes, boolean accepts) {
            this.takes = takes;
            this.accepts = accepts;
        }
    }

    private static final Pattern PIECE =
            Pattern.compile("\\{|\\}[+*]?|\\[|\\][+*]?|\\||<[^>]+>|[^\\s{}\\[\\]|]+");

    private final String text;
    private final Node root;
    private final State start;
    private final int leadingWords;

    private CommandPattern(String text, Node root) {
        this.text = text;
        this.root = root;
        this.start = build(root, new State(null, true));
        this.leadingWords = leadingWords(root);
    }

    public static CommandPattern of(String text) {
        List<String> pieces = new ArrayList<>();
        Matcher m = PIECE.matcher(text);
        while (m.find()) {
            pieces.add(m.group());
        }
        Reader reader = new Reader(pieces);
        Node root = reader.alternatives();
        if (reader.at != pieces.size()) {
            throw new IllegalArgumentException("unbalanced pattern: " + text);
        }
        return new CommandPattern(text, root);
    }

    State start() {
        return start;
    }

    Node root() {
        return root;
    }

    /** How many fixed words open it: a {@code no} form may stop after these. */
    int leadingWords() {
        return leadingWords;
    }

    @Override
    public String toString() {
        return text;
    }

    private static int leadingWords(Node root) {
        int n = 0;
        if (root instanceof Node.Seq(List<Node> parts)) {
            while (n < parts.size() && parts.get(n) instanceof Node.Word) {
                n++;
            }
            return n;
        }
        return root instanceof Node.Word ? 1 : 0;
    }

    /** Thompson's construction, from the back to the front. */
    private static State build(Node node, State after) {
        switch (node) {
            case Node.Word _, Node.Param _ -> {
                State state = new State(node, false);
                state.next.add(after);
                return state;
            }
            case Node.Seq(List<Node> parts) -> {
                State at = after;
                for (int i = parts.size() - 1; i >= 0; i--) {
                    at = build(parts.get(i), at);
                }
                return at;
            }
            case Node.Alt(List<Node> options) -> {
                State fork = new State(null, false);
                for (Node option : options) {
                    fork.next.add(build(option, after));
                }
                return fork;
            }
            case Node.Opt(Node body) -> {
                State fork = new State(null, false);
                fork.next.add(build(body, after));
                fork.next.add(after);
                return fork;
            }
            case Node.Repeat(Node body, boolean atLeastOnce) -> {
                State again = new State(null, false);
                State first = build(body, again);
                again.next.add(first);
                again.next.add(after);
                return atLeastOnce ? first : again;
            }
        }
    }

    private static final class Reader {
        private final List<String> pieces;
        private int at;

        Reader(List<String> pieces) {
            this.pieces = pieces;
        }

        Node alternatives() {
            List<Node> options = new ArrayList<>();
            options.add(sequence());
            while (at < pieces.size() && pieces.get(at).equals("|")) {
                at++;
                options.add(sequence());
            }
            return options.size() == 1 ? options.getFirst() : new Node.Alt(options);
        }

        private Node sequence() {
            List<Node> parts = new ArrayList<>();
            while (at < pieces.size() && !"|}]".contains(pieces.get(at).substring(0, 1))) {
                parts.add(part(pieces.get(at++)));
            }
            return parts.size() == 1 ? parts.getFirst() : new Node.Seq(parts);
        }

        private Node part(String piece) {
            if (piece.equals("{") || piece.equals("[")) {
                Node body = alternatives();
                String close = pieces.get(at++);
                Node group = piece.equals("[") ? new Node.Opt(body) : body;
                if (close.length() == 1) {
                    return group;
                }
                return new Node.Repeat(body, close.endsWith("+"));
            }
            if (piece.startsWith("<")) {
                String[] parts = piece.substring(1, piece.length() - 1).split(":");
                return parts[1].equals("if")
                        ? interfaceParam(parts[0])
                        : new Node.Param(parts[0], ParamType.named(parts[1]));
            }
            int label = piece.indexOf('@');
            return label < 0
                    ? new Node.Word(piece, null)
                    : new Node.Word(piece.substring(0, label), piece.substring(label + 1));
        }

        private static Node interfaceParam(String label) {
            return new Node.Alt(
                    List.of(
                            new Node.Param(label, ParamType.Plain.IFNAME),
                            new Node.Seq(
                                    List.of(
                                            new Node.Param(label, ParamType.Plain.IFTYPE),
                                            new Node.Param(label, ParamType.Plain.IFNUMBER)))));
        }
    }
}
