package io.flexaaa.gateway.ios.show;

import io.flexaaa.gateway.ios.config.Match;

/** One show command: the text a router prints, and the same facts for {@code | json}. */
public interface ShowCommand {
    /** Column and label as the router has them; scripts read this. */
    String text(GatewayView view, Match match);

    /** Maps, lists, strings, numbers and booleans; null for "no value". */
    Object json(GatewayView view, Match match);
}
