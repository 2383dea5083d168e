package io.flexaaa.server.dynauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.dynauth.DynAuthExchange.Answer;
import io.flexaaa.server.foreign.FreeRadius;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

/** Our requests judged by a NAS that is not ours: FreeRADIUS (Debian package freeradius). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FreeRadiusCoaIT {
    private static final Secret SECRET = Secret.ofUtf8("testing123");
    private InetSocketAddress nas = InetSocketAddress.createUnresolved("", 0);
    private @Nullable FreeRadius server;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        FreeRadius started = FreeRadius.start(folder, "radiusd.conf");
        server = started;
        nas = new InetSocketAddress(InetAddress.getLoopbackAddress(), started.port());
    }

    @AfterAll
    void stop() {
        if (server != null) server.close();
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    br17, DISCONNECT, true
                    br17, COA,        true
                    gone, DISCONNECT, false
                    gone, COA,        false
                    """)
    void freeRadiusAnswers(String user, DynAuthKind kind, boolean ack) throws IOException {
        Attributes who =
                Attributes.builder()
                        .string(Attr.USER_NAME, user)
                        .string(Attr.ACCT_SESSION_ID, "1A")
                        .avPair("audit-session-id=0A0B")
                        .build();
        Attributes change =
                kind == DynAuthKind.COA
                        ? DynAuthPackets.change(
                                new PolicyChange(List.of("ip:interface-config=ip mtu 1300"), 3600))
                        : Attributes.EMPTY;
        byte[] packet =
                DynAuthPackets.packet(
                        kind, 7, who, change, System.currentTimeMillis() / 1000, SECRET, true);

        Answer answer =
                DynAuthSocket.run(
                        new DynAuthExchange(kind.code(), packet, SECRET),
                        InetAddress.getLoopbackAddress(),
                        nas);

        if (ack) assertThat(answer).isInstanceOf(Answer.Ack.class);
        else
            assertThat(answer)
                    .isInstanceOfSatisfying(
                            Answer.Nak.class, n -> assertThat(n.errorCause()).isEqualTo(503));
    }
}
