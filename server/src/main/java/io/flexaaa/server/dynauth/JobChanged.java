package io.flexaaa.server.dynauth;

/** Published (Spring application event) as a job makes progress, at most four times a second. */
public record JobChanged(DynAuthJob job) {}
