package io.flexaaa.server.access.eap;

import io.flexaaa.protocol.radius.RadiusPacket;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.access.AccessReply;
import io.flexaaa.server.access.AccessRequest;
import io.flexaaa.server.snapshot.NasEntry;
import io.flexaaa.server.snapshot.Snapshot;

import java.net.InetAddress;

/**
 * One Access-Request with EAP in it, admitted: framing, client and Message-Authenticator are good.
 */
public record EapRequest(
        RadiusPacket packet,
        AccessRequest access,
        NasEntry nas,
        Secret secret,
        InetAddress source,
        Snapshot snapshot,
        long receivedNanos,
        long nowMs,
        AccessReply reply) {}
