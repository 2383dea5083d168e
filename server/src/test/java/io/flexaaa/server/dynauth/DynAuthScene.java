package io.flexaaa.server.dynauth;

import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.radius.Code;
import io.flexaaa.protocol.radius.RadiusPacket;
import io.flexaaa.protocol.radius.RadiusSigner;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.nas.NasService;
import io.flexaaa.server.nas.NasWrite;
import io.flexaaa.server.operator.Role;
import io.flexaaa.server.session.LiveSessions;
import io.flexaaa.server.session.SessionRow;
import io.flexaaa.server.session.SessionState;
import io.flexaaa.server.web.Api;
import io.flexaaa.server.web.Api.Answer;

import org.junit.jupiter.api.AfterEach;
import org.springframework.beans.factory.annotation.Autowired;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Hubs that answer as a test says, and sessions on them. */
abstract class DynAuthScene {
    static final String SECRET_TEXT = "jobs-secret";
    static final Secret SECRET = Secret.ofUtf8(SECRET_TEXT);
    private static final AtomicLong IDS = new AtomicLong(2_000_000_000);
    private static final AtomicInteger NAMES = new AtomicInteger();

    @Autowired Api api;
    @Autowired NasService nases;
    @Autowired LiveSessions sessions;

    private final List<SessionRow> open = new ArrayList<>();

    @AfterEach
    void endSessions() {
        sessions.committed(
                open.stream()
                        .map(r -> r.ended(Instant.now(), "test").stored(r.id(), Long.MAX_VALUE))
                        .toList());
    }

    Answer coa(SessionRow session) {
        return api.signedIn(Role.OPERATOR)
                .post(
                        "/api/v1/sessions/" + session.id() + "/coa",
                        "{\"avPairs\":[\"ip:interface-config=ip mtu 1300\"]}");
    }

    static byte[] reply(Code code, RadiusPacket request, Attributes attributes) {
        return RadiusSigner.reply(code, request, attributes, SECRET, true);
    }

    String hub(ScriptedNas nas) {
        int n = NAMES.incrementAndGet();
        String name = "jobs-nas-" + n;
        nases.put(
                name,
                new NasWrite(
                        null,
                        "127.78.0." + n,
                        SECRET_TEXT,
                        null,
                        null,
                        null,
                        nas.port(),
                        null,
                        null),
                null);
        return name;
    }

    SessionRow up(String hub, String peer, @org.jspecify.annotations.Nullable String audit) {
        long id = IDS.incrementAndGet();
        Instant now = Instant.now();
        SessionRow row =
                new SessionRow(
                        id,
                        UUID.randomUUID(),
                        SessionState.UP,
                        new SessionRow.Source(
                                nases.get(hub).id(), hub, "127.0.0.1", null, null, null, null),
                        "acct-" + id,
                        audit == null ? "0A0B" + id : audit,
                        new SessionRow.Who(
                                peer,
                                peer,
                                null,
                                "10.9." + id / 250 % 250 + "." + id % 250,
                                null,
                                null,
                                null,
                                null,
                                null),
                        now,
                        true,
                        now,
                        null,
                        SessionRow.Usage.NONE,
                        null,
                        null,
                        List.of(),
                        1);
        open.add(row);
        sessions.committed(List.of(row));
        return row;
    }
}
