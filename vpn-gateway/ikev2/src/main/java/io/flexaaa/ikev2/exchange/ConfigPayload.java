package io.flexaaa.ikev2.exchange;

import io.flexaaa.ikev2.message.Configuration;
import io.flexaaa.ikev2.message.ConfigurationAttribute;
import io.flexaaa.ikev2.message.IkeMessage;
import io.flexaaa.ikev2.message.Payload;
import io.flexaaa.protocol.wire.Octets;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** CFG_REQUEST and CFG_REPLY, RFC 7296 §2.19, §3.15. What to answer is the shell's decision. */
final class ConfigPayload {
    /** What the peer asked for; {@code present}: there was a CFG_REQUEST at all. */
    record Asked(
            boolean present,
            List<ConfigurationAttribute> attributes,
            @Nullable String peerVersion) {
        Asked {
            attributes = List.copyOf(attributes);
        }
    }

    /** Enough for any banner; a peer's version text is only shown. */
    private static final int MAX_VERSION_OCTETS = 512;

    private ConfigPayload() {}

    static Asked read(IkeMessage request) {
        Configuration cp = request.first(Configuration.class);
        if (cp == null || cp.cfgType() != Configuration.CFG_REQUEST) {
            return new Asked(false, List.of(), null);
        }
        String version = null;
        for (ConfigurationAttribute a : cp.ofType(ConfigurationAttribute.APPLICATION_VERSION)) {
            if (!a.value().isEmpty()) {
                int end = Math.min(a.value().length(), MAX_VERSION_OCTETS);
                version = printable(a.value().slice(0, end));
            }
        }
        return new Asked(true, cp.attributes(), version);
    }

    /** The CFG_REPLY; a peer that did not ask is not told (RFC 7296 §2.19). */
    static List<Payload> reply(IkeMessage request, List<ConfigurationAttribute> attributes) {
        return attributes.isEmpty() || !read(request).present()
                ? List.of()
                : List.of(new Configuration(Configuration.CFG_REPLY, attributes));
    }

    /** The text goes to terminals and logs: nothing but printable ASCII and line ends. */
    private static String printable(Octets text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            int c = text.u8(i);
            out.append(c == '\n' || (c >= 0x20 && c < 0x7f) ? (char) c : '?');
        }
        return out.toString();
    }
}
