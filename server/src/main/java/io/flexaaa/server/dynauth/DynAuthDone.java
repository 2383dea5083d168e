package io.flexaaa.server.dynauth;

/** Published (Spring application event) when an exchange ended and is in the log. */
public record DynAuthDone(DynAuthResult result) {}
