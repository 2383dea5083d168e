package io.flexaaa.server.transport.radsec;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.radius.Code;
import io.flexaaa.protocol.radius.RadiusPacket;
import io.flexaaa.protocol.radius.RadiusSigner;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.ServerTest;
import io.flexaaa.server.audit.Actor;
import io.flexaaa.server.certificate.OpenSsl;
import io.flexaaa.server.dynauth.DynAuthOutcome;
import io.flexaaa.server.dynauth.DynAuthResult;
import io.flexaaa.server.dynauth.DynAuthService;
import io.flexaaa.server.dynauth.DynAuthSettings;
import io.flexaaa.server.dynauth.NasDynAuthWrite;
import io.flexaaa.server.dynauth.PolicyChange;
import io.flexaaa.server.foreign.FreeRadius;
import io.flexaaa.server.listing.PageRequest;
import io.flexaaa.server.session.Session;
import io.flexaaa.server.session.SessionQuery;
import io.flexaaa.server.session.SessionService;
import io.flexaaa.server.session.SessionState;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationContext;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** CoA and Disconnect go back along the connection the hub opened; a FreeRADIUS answers, too. */
@ServerTest
class RadSecCoaIT {
    private static final Secret SECRET = Secret.ofUtf8("radsec");
    private static final String NAS = "radsec-it";
    private final RadSecSite site;
    private final int port;
    private final DynAuthSettings settings;
    private final DynAuthService dynAuth;
    private final SessionService sessions;

    @Autowired
    RadSecCoaIT(
            ApplicationContext context,
            @Value("${flexaaa.radsec.port}") int port,
            DynAuthSettings settings,
            DynAuthService dynAuth,
            SessionService sessions) {
        this.site = new RadSecSite(context);
        this.port = port;
        this.settings = settings;
        this.dynAuth = dynAuth;
        this.sessions = sessions;
    }

    @BeforeEach
    void wanted() throws Exception {
        site.open();
        assertThat(settings.put(NAS, new NasDynAuthWrite(null, null, null, true)).overRadSec())
                .isTrue();
    }

    @AfterEach
    void asBefore() {
        settings.put(NAS, new NasDynAuthWrite(null, null, null, null));
    }

    @Test
    void theHubIsAskedInsideItsOwnConnection() throws Exception {
        try (RadSecClient hub =
                new RadSecClient(site.hub(RadSecSite.NAME).context(), RadSecSite.HUB, port)) {
            long session = started(hub, "coa-1");
            // CoA-Request -> CoA-NAK with Error-Cause
            var coa =
                    CompletableFuture.supplyAsync(() ->
                            dynAuth.change(
                                    actor(),
                                    session,
                                    new PolicyChange(
                                            List.of("ip:interface-config=ip mtu 1300"), null)));
            byte[] asked = hub.read();
            assertThat(asked[0]).isEqualTo((byte) Code.COA_REQUEST.value());
            assertThat(RadiusSigner.verifyHashedRequest(asked, SECRET)).isTrue();
            answer(
                    hub,
                    asked,
                    Code.COA_NAK,
                    Attributes.builder().u32(Attr.ERROR_CAUSE, 401).build());
            DynAuthResult refused = coa.get(20, TimeUnit.SECONDS);
            assertThat(refused.outcome()).isEqualTo(DynAuthOutcome.NAK);
            assertThat(refused.attempts()).isEqualTo(1);

            // Disconnect-Request -> Disconnect-ACK and the Accounting-Stop, requests in between
            var gone = CompletableFuture.supplyAsync(() -> dynAuth.disconnect(actor(), session));
            asked = hub.read();
            assertThat(asked[0]).isEqualTo((byte) Code.DISCONNECT_REQUEST.value());
            answer(hub, asked, Code.DISCONNECT_ACK, Attributes.EMPTY);
            hub.write(report(2, 2, "coa-1"));
            assertThat(hub.packet().code()).isEqualTo(Code.ACCOUNTING_RESPONSE);
            DynAuthResult done = gone.get(20, TimeUnit.SECONDS);
            assertThat(done.outcome()).isEqualTo(DynAuthOutcome.ACK);
            assertThat(done.confirmed()).isTrue();
        }
    }

    /** A reply nobody waits for is no answer, and a connection that ends says so at once. */
    @Test
    void aLostConnectionIsTold() throws Exception {
        CompletableFuture<DynAuthResult> gone;
        try (RadSecClient hub =
                new RadSecClient(site.hub(RadSecSite.NAME).context(), RadSecSite.HUB, port)) {
            long session = started(hub, "coa-2");
            gone = CompletableFuture.supplyAsync(() -> dynAuth.disconnect(actor(), session));
            byte[] asked = hub.read();
            byte[] stray = asked.clone();
            stray[1]++;
            answer(hub, stray, Code.DISCONNECT_ACK, Attributes.EMPTY);
        }
        DynAuthResult lost = gone.get(20, TimeUnit.SECONDS);
        assertThat(lost.outcome()).isNotEqualTo(DynAuthOutcome.ACK);
        assertThat(lost.message()).contains("closed before it answered");
    }

    @Test
    void freeRadiusAnswersOnTheConnectionItOpened(@TempDir Path folder) throws Exception {
        RadSecSite.files(site.hub(RadSecSite.NAME), new OpenSsl(folder));
        String conf;
        try (var in = getClass().getResourceAsStream("/freeradius/radsec-nas.conf")) {
            assertThat(in).isNotNull();
            conf = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        conf = conf.replace("@RADSEC@", String.valueOf(port)).replace("@HUB@", RadSecSite.HUB);
        try (FreeRadius nas = FreeRadius.startWith(folder, conf)) {
            Process radclient =
                    new ProcessBuilder(
                                    "radclient",
                                    "-r",
                                    "5",
                                    "-t",
                                    "4",
                                    "127.0.0.1:" + nas.port(),
                                    "acct",
                                    "testing123")
                            .redirectErrorStream(true)
                            .start();
            try (var in = radclient.getOutputStream()) {
                in.write(
                        ("User-Name=radsec-spoke,Acct-Status-Type=Start,"
                                        + "Acct-Session-Id=coa-frx\n")
                                .getBytes(StandardCharsets.UTF_8));
            }
            radclient.getInputStream().readAllBytes();
            assertThat(radclient.waitFor()).as(String.join("\n", nas.said())).isZero();
            long session = found("coa-frx");
            DynAuthResult coa =
                    dynAuth.change(
                            actor(),
                            session,
                            new PolicyChange(List.of("ip:interface-config=ip mtu 1300"), null));
            assertThat(coa.outcome()).as(coa.message()).isEqualTo(DynAuthOutcome.ACK);
            DynAuthResult gone = dynAuth.disconnect(actor(), session);
            assertThat(gone.outcome()).as(gone.message()).isEqualTo(DynAuthOutcome.ACK);
            assertThat(gone.attempts()).isEqualTo(1);
            assertThat(String.join("\n", nas.said()))
                    .contains("Received CoA-Request")
                    .contains("Received Disconnect-Request");
        }
    }

    private static Actor actor() {
        return Actor.system();
    }

    private long started(RadSecClient hub, String id) throws Exception {
        hub.write(report(1, 1, id));
        assertThat(hub.packet().code()).isEqualTo(Code.ACCOUNTING_RESPONSE);
        return found(id);
    }

    private long found(String acctSessionId) {
        return Awaitility.await()
                .atMost(20, TimeUnit.SECONDS)
                .until(
                        () ->
                                sessions
                                        .list(
                                                new SessionQuery(
                                                        SessionState.UP,
                                                        false,
                                                        "radsec-spoke",
                                                        null,
                                                        null,
                                                        null,
                                                        null,
                                                        PageRequest.first(50)))
                                        .items()
                                        .stream()
                                        .filter(s -> acctSessionId.equals(s.acctSessionId()))
                                        .map(Session::id)
                                        .findFirst()
                                        .orElse(0L),
                        id -> id != 0);
    }

    private static byte[] report(int identifier, int status, String id) {
        return RadiusSigner.hashedRequest(
                Code.ACCOUNTING_REQUEST,
                identifier,
                Attributes.builder()
                        .u32(Attr.ACCT_STATUS_TYPE, status)
                        .string(Attr.ACCT_SESSION_ID, id)
                        .string(Attr.USER_NAME, "radsec-spoke")
                        .build(),
                SECRET,
                false);
    }

    private static void answer(RadSecClient hub, byte[] request, Code code, Attributes attributes)
            throws Exception {
        RadiusPacket asked =
                io.flexaaa.protocol.radius.RadiusCodec.decode(request, 0, request.length);
        hub.write(RadiusSigner.reply(code, asked, attributes, SECRET, true));
    }
}
