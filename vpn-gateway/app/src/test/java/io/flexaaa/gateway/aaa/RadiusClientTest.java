package io.flexaaa.gateway.aaa;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.gateway.aaa.ScriptedServer.Reply;
import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.radius.Code;
import io.flexaaa.protocol.radius.PapHiding;
import io.flexaaa.protocol.radius.RadiusPacket;
import io.flexaaa.protocol.wire.Secret;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

class RadiusClientTest {
    private RadiusClient client;

    @BeforeEach
    void open() throws Exception {
        client = new RadiusClient();
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void theRequestCarriesHiddenPasswordNasAddressAndMessageAuthenticatorFirst() throws Exception {
        try (ScriptedServer server = new ScriptedServer(r -> Reply.accept(Attributes.EMPTY))) {
            GroupReply reply = ask(new ServerGroup("G", List.of(server.asServer("A", 2, 0)), 0));
            assertThat(reply).isInstanceOf(GroupReply.Replied.class);
            RadiusPacket request = server.requests.getFirst();
            List<Integer> types = new ArrayList<>();
            request.attributes().forEach(attribute -> types.add(attribute.type()));
            assertThat(types.getFirst()).isEqualTo(Attr.MESSAGE_AUTHENTICATOR);
            assertThat(request.attributes().ipv4(Attr.NAS_IP_ADDRESS)).hasToString("/127.0.0.1");
            var hidden = request.attributes().first(Attr.USER_PASSWORD);
            assertThat(hidden).isNotNull();
            assertThat(
                            PapHiding.reveal(
                                    hidden.value(), ScriptedServer.KEY, request.authenticator()))
                    .asString()
                    .isEqualTo("cisco");
            assertThat(client.localAddresses()).hasSize(1);
        }
    }

    @Test
    void aSilentServerIsPassedToTheNextAndThenPassedOverWhileDead() throws Exception {
        try (ScriptedServer silent = new ScriptedServer(r -> null);
                ScriptedServer good = new ScriptedServer(r -> Reply.accept(Attributes.EMPTY))) {
            ServerGroup group =
                    new ServerGroup(
                            "G", List.of(silent.asServer("A", 1, 1), good.asServer("B", 1, 0)), 60);
            GroupReply.Replied first = (GroupReply.Replied) ask(group);
            assertThat(first.server().name()).isEqualTo("B");
            assertThat(silent.requests).hasSize(2);
            // The same packet again, or a server would see two requests.
            assertThat(silent.requests.get(0).authenticator())
                    .isEqualTo(silent.requests.get(1).authenticator());
            ask(group);
            assertThat(silent.requests).hasSize(2);
        }
    }

    @Test
    void aWronglySignedReplyIsSilence() throws Exception {
        Reply wrong = new Reply(Code.ACCESS_ACCEPT, Attributes.EMPTY, Secret.ofUtf8("wrong"), true);
        try (ScriptedServer server = new ScriptedServer(r -> wrong)) {
            GroupReply reply = ask(new ServerGroup("G", List.of(server.asServer("A", 1, 0)), 0));
            assertThat(reply)
                    .isInstanceOfSatisfying(
                            GroupReply.NoAnswer.class,
                            none ->
                                    assertThat(none.sentence())
                                            .contains("group G")
                                            .contains("A (127.0.0.1 port")
                                            .contains("check the address"));
        }
    }

    @Test
    void anAcceptWithoutMessageAuthenticatorIsSilence() throws Exception {
        Reply bare = new Reply(Code.ACCESS_ACCEPT, Attributes.EMPTY, ScriptedServer.KEY, false);
        try (ScriptedServer server = new ScriptedServer(r -> bare)) {
            GroupReply reply = ask(new ServerGroup("G", List.of(server.asServer("A", 1, 0)), 0));
            assertThat(reply).isInstanceOf(GroupReply.NoAnswer.class);
        }
    }

    @Test
    void moreThan256RequestsAtOnceUseMorePorts() throws Exception {
        try (ScriptedServer server = new ScriptedServer(r -> Reply.accept(Attributes.EMPTY))) {
            ServerGroup group = new ServerGroup("G", List.of(server.asServer("A", 5, 2)), 0);
            List<CompletableFuture<GroupReply>> answers = new ArrayList<>();
            for (int i = 0; i < 600; i++) {
                answers.add(start(group));
            }
            for (CompletableFuture<GroupReply> answer : answers) {
                assertThat(answer.get(30, TimeUnit.SECONDS)).isInstanceOf(GroupReply.Replied.class);
            }
        }
    }

    @Test
    void aGroupWithoutServersSaysSo() throws Exception {
        assertThat(ask(new ServerGroup("EMPTY", List.of(), 0)))
                .isInstanceOfSatisfying(
                        GroupReply.NoAnswer.class,
                        none -> assertThat(none.sentence()).contains("EMPTY has no servers"));
    }

    private GroupReply ask(ServerGroup group) throws Exception {
        return start(group).get(20, TimeUnit.SECONDS);
    }

    private CompletableFuture<GroupReply> start(ServerGroup group) {
        CompletableFuture<GroupReply> answer = new CompletableFuture<>();
        client.send(
                group,
                Code.ACCESS_REQUEST,
                Attributes.builder().string(Attr.USER_NAME, "br1").build(),
                Secret.ofUtf8("cisco"),
                answer::complete);
        return answer;
    }
}
