package io.flexaaa.gateway.ios.show;

import io.flexaaa.gateway.ios.config.Match;
import io.flexaaa.gateway.session.SessionSnapshot;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** {@code show derived-config interface virtual-access N}: template plus what AAA pushed. */
final class ShowDerivedConfig implements ShowCommand {
    @Override
    public String text(GatewayView view, Match m) {
        SessionSnapshot s = find(view, m.interfaceName("if"));
        if (s == null) {
            return missing(m.interfaceName("if"));
        }
        StringBuilder stanza = new StringBuilder("!\ninterface ");
        stanza.append(Words.accessName(s)).append('\n');
        s.derivedLines().forEach(line -> stanza.append(' ').append(line).append('\n'));
        stanza.append("end\n");
        int octets = stanza.toString().getBytes(StandardCharsets.UTF_8).length;
        return "Building configuration...\n\nDerived configuration : "
                + octets
                + " bytes\n"
                + stanza
                + "\n";
    }

    static String missing(String name) {
        return "% " + name + " does not exist: no session has it. Try: show ip interface brief\n";
    }

    static @Nullable SessionSnapshot find(GatewayView view, String name) {
        for (SessionSnapshot s : view.sessions()) {
            if (s.accessNumber() > 0 && Words.accessName(s).equals(name)) {
                return s;
            }
        }
        return null;
    }

    @Override
    public Object json(GatewayView view, Match m) {
        SessionSnapshot s = find(view, m.interfaceName("if"));
        return s == null
                ? List.of()
                : Map.of("interface", Words.accessName(s), "lines", s.derivedLines());
    }
}
