package io.flexaaa.server.accounting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.server.accounting.AcctRecord.Report;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.InetAddress;
import java.time.Instant;

/** Group G of the bad-input list: what a NAS may say and what is made of it. */
class AcctParserTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final AcctParser.Sender HUB =
            new AcctParser.Sender(1, "hub", InetAddress.ofLiteral("192.0.2.1"), "192.0.2.1", 300);

    @ParameterizedTest
    @CsvSource({"-1,1,acct-no-status", "99,1,acct-unknown-status", "1,'',acct-no-session-id"})
    void whatCannotBeRecordedIsNotAnswered(long status, String sessionId, String code) {
        Attributes.Builder a = Attributes.builder().string(Attr.USER_NAME, "u");
        if (status >= 0) a.u32(Attr.ACCT_STATUS_TYPE, status);
        if (!sessionId.isEmpty()) a.string(Attr.ACCT_SESSION_ID, sessionId);
        assertThatThrownBy(() -> parse(a.build()))
                .isInstanceOfSatisfying(
                        AcctRefusal.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void gigawordsAreTheUpperHalfOf64UnsignedBits() throws AcctRefusal {
        Report report =
                report(
                        start(3).u32(Attr.ACCT_INPUT_OCTETS, 0xffffffffL)
                                .u32(Attr.ACCT_INPUT_GIGAWORDS, 0xffffffffL)
                                .u32(Attr.ACCT_OUTPUT_OCTETS, 7)
                                .u32(Attr.ACCT_OUTPUT_GIGAWORDS, 1)
                                .build());
        assertThat(report.usage().rxBytes()).isEqualTo("18446744073709551615");
        assertThat(report.usage().txBytes()).isEqualTo(4294967303L);
    }

    @ParameterizedTest(name = "Event-Timestamp {0}")
    @CsvSource({"0,1970", "4294967295,2106"})
    void clocksThatAreOffAreFlaggedNotBelieved(long timestamp, String year) throws AcctRefusal {
        Report report = report(start(1).u32(Attr.EVENT_TIMESTAMP, timestamp).build());
        assertThat(report.at()).isEqualTo(NOW);
        assertThat(report.flags()).singleElement().asString().contains(year);
    }

    @Test
    void anEventDelayedOnTheWayKeepsItsTime() throws AcctRefusal {
        Report report = report(start(1).u32(Attr.ACCT_DELAY_TIME, 60).build());
        assertThat(report.at()).isEqualTo(NOW.minusSeconds(60));
        assertThat(report.flags()).isEmpty();
    }

    @Test
    void aSessionOf136YearsIsNotBelieved() throws AcctRefusal {
        Report report = report(start(2).u32(Attr.ACCT_SESSION_TIME, 0xffffffffL).build());
        assertThat(report.usage().sessionSeconds()).isZero();
        assertThat(SessionFold.fold(null, report).startedAt()).isEqualTo(NOW);
        assertThat(report.flags()).hasSize(1);
    }

    @Test
    void aNulInANameStaysVisibleAndApart() throws AcctRefusal {
        Report with = report(start(1).add(Attr.CALLING_STATION_ID, Octets.of('a', 0, 'b')).build());
        assertThat(with.who().callingStationId()).isEqualTo("a\u2400b");
    }

    @Test
    void theSameSessionIdAfterARebootIsAnotherSession() throws AcctRefusal {
        Report one = report(start(1).avPair("audit-session-id=A").build());
        Report two = report(start(1).avPair("audit-session-id=B").build());
        Report oneStop = report(start(2).avPair("audit-session-id=A").build());
        assertThat(one.key()).isEqualTo(oneStop.key()).isNotEqualTo(two.key());
    }

    @Test
    void accountingOnNeedsNoSession() throws AcctRefusal {
        AcctRecord record = parse(Attributes.builder().u32(Attr.ACCT_STATUS_TYPE, 7).build());
        assertThat(record).isEqualTo(new AcctRecord.Restart(1, "192.0.2.1", NOW, true));
    }

    private static Attributes.Builder start(long status) {
        return Attributes.builder()
                .string(Attr.USER_NAME, "spoke1")
                .u32(Attr.ACCT_STATUS_TYPE, status)
                .string(Attr.ACCT_SESSION_ID, "0001");
    }

    private static Report report(Attributes attributes) throws AcctRefusal {
        return (Report) parse(attributes);
    }

    private static AcctRecord parse(Attributes attributes) throws AcctRefusal {
        return AcctParser.parse(
                attributes,
                HUB,
                NOW,
                (audit, user, phase1) -> new AcctParser.Resolver.Names(user, null, null));
    }
}
