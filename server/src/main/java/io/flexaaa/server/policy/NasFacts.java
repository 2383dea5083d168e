package io.flexaaa.server.policy;

import java.util.Map;

/**
 * What of a RADIUS client a policy may look at. One object a version of the client, so that
 * comparing is cheap where nothing changed.
 *
 * @param values what {@code {{nas.KEY}}} stands for, its name included
 */
public record NasFacts(long id, String name, String type, Map<String, String> values) {}
