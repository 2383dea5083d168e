package io.flexaaa.protocol.radius.vectors;

import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.wire.Octets;

/**
 * What follows {@code raw}: a dotted number and octets, a text, or TLVs ({@code 241.2 {1 2345} {2
 * "foo"}}).
 */
final class RawGrammar {
    private final String text;
    private int at;

    private RawGrammar(String text) {
        this.text = text;
    }

    static Attributes parse(String line) {
        int space = line.indexOf(' ');
        Attributes.Builder out = Attributes.builder();
        Octets value = new RawGrammar(line.substring(space + 1)).data();
        ForeignText.place(line.substring(0, space), value, out);
        return out.build();
    }

    private Octets data() {
        Octets all = Octets.EMPTY;
        StringBuilder hex = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '}') {
            char c = text.charAt(at++);
            if (c == '{') {
                int from = at;
                while (text.charAt(at) == ' ') from = ++at;
                while (Character.isDigit(text.charAt(at))) at++;
                int type = Integer.parseInt(text.substring(from, at));
                Octets inner = data();
                at++;
                all = all.plus(Octets.of(type, inner.length() + 2)).plus(inner);
            } else if (c == '"') {
                int end = text.indexOf('"', at);
                all = all.plus(Octets.ofUtf8(text.substring(at, end)));
                at = end + 1;
            } else if (c != ' ') {
                hex.append(c);
            }
        }
        return all.plus(Octets.ofHex(hex.toString()));
    }
}
