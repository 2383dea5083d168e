package io.flexaaa.gateway.ios.config;

import java.util.List;

/**
 * What came of a configuration text.
 *
 * @param config all that could be understood, also when there are problems
 * @param problems lines that are wrong; a gateway does not start with any
 * @param unresolved names that no line defines; as in IOS the line stands, and a session that needs
 *     it is refused
 * @param ignored lines without effect
 * @param keyPlaces where keys stand in the text itself, not in what it includes
 */
public record Parsed(
        GatewayConfig config,
        List<ConfigProblem> problems,
        List<ConfigProblem> unresolved,
        List<IgnoredLine> ignored,
        List<KeyPlace> keyPlaces) {
    public Parsed {
        problems = List.copyOf(problems);
        unresolved = List.copyOf(unresolved);
        ignored = List.copyOf(ignored);
        keyPlaces = List.copyOf(keyPlaces);
    }
}
