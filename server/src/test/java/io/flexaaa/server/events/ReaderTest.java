package io.flexaaa.server.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.server.authlog.Decision;
import io.flexaaa.server.authlog.DecisionResult;
import io.flexaaa.server.events.Reader.Event;
import io.flexaaa.server.session.Session;
import io.flexaaa.server.session.SessionState;

import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

class ReaderTest {
    private final Reader reader = new Reader(true, true);

    @Test
    void aSessionThatChangesTwiceIsToldOnceAsItIsNow() {
        reader.sessions(List.of(session(1, SessionState.UP, 10)));
        Session later = session(1, SessionState.UP, 20);
        reader.sessions(List.of(later));

        assertThat(reader.take()).containsExactly(new Event.SessionChanged(later));
        assertThat(reader.take()).isEmpty();
    }

    @Test
    void anEndedSessionIsRemoved() {
        reader.sessions(List.of(session(7, SessionState.ENDED, 0)));

        assertThat(reader.take()).containsExactly(new Event.SessionRemoved(7));
    }

    @Test
    void whatDoesNotFitIsCounted() {
        reader.sessions(
                LongStream.range(0, Reader.MAX_SESSIONS + 5)
                        .mapToObj(id -> session(id, SessionState.UP, 0))
                        .toList());
        reader.decisions(
                IntStream.range(0, Reader.MAX_DECISIONS + 3)
                        .mapToObj(ReaderTest::decision)
                        .toList());

        List<Event> told = reader.take();

        assertThat(told).hasSize(Reader.MAX_SESSIONS + Reader.MAX_DECISIONS + 1);
        assertThat(told.getLast()).isEqualTo(new Event.Missed(5, 3));
    }

    @Test
    void whoMayNotReadTheLogGetsNoDecisions() {
        Reader blind = new Reader(true, false);
        blind.decisions(List.of(decision(1)));

        assertThat(blind.take()).isEmpty();
    }

    @Test
    void closingEndsTheWait() throws InterruptedException {
        reader.close();
        reader.await(60_000);

        assertThat(reader.closed()).isTrue();
    }

    static Session session(long id, SessionState state, long seconds) {
        Instant at = Instant.EPOCH;
        return new Session(
                id,
                state,
                "0A" + id,
                "1",
                "br17",
                "br17",
                null,
                1,
                "hub-1",
                "127.0.0.1",
                null,
                null,
                null,
                null,
                null,
                at,
                at,
                null,
                seconds,
                BigInteger.ZERO,
                BigInteger.ZERO,
                0,
                0,
                null,
                null,
                null,
                List.of());
    }

    private static Decision decision(int id) {
        return new Decision(
                id,
                Instant.EPOCH,
                DecisionResult.REJECT,
                "br17",
                1L,
                "hub-1",
                "127.0.0.1",
                "psk",
                null,
                "Rejected",
                10,
                null,
                null,
                List.of(),
                List.of());
    }
}
