package io.flexaaa.server.snapshot;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code flexaaa.snapshot.*}
 *
 * @param maxAgeSeconds how long requests are answered from memory while the database is away; then
 *     they get no answer, so that a hub asks its next server. 0 answers for ever. A peer revoked
 *     meanwhile elsewhere still gets its key here for so long
 */
@ConfigurationProperties("flexaaa.snapshot")
record SnapshotProperties(@DefaultValue("86400") long maxAgeSeconds) {}
