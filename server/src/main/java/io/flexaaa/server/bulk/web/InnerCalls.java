package io.flexaaa.server.bulk.web;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.DispatcherServlet;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Runs calls inside a call: through the same servlet, so that permission, checks and problem bodies
 * are those of the operation itself, and a new resource needs nothing to take part.
 */
@Component
class InnerCalls {
    /** On a request whose transaction somebody else commits: what cannot be undone is refused. */
    static final String ATOMIC = "io.flexaaa.server.atomic";

    private final ObjectProvider<DispatcherServlet> servlet;
    private final JsonMapper json;

    InnerCalls(ObjectProvider<DispatcherServlet> servlet, JsonMapper json) {
        this.servlet = servlet;
        this.json = json;
    }

    record Call(String method, String path, @Nullable String ifMatch, @Nullable JsonNode body) {}

    record Answer(int status, @Nullable JsonNode body) {}

    Answer run(
            Call call,
            boolean dryRun,
            boolean atomic,
            HttpServletRequest outer,
            HttpServletResponse outerResponse) {
        byte[] body = call.body() == null ? new byte[0] : json.writeValueAsBytes(call.body());
        InnerRequest request = new InnerRequest(outer, call, body, dryRun);
        if (atomic) request.setAttribute(ATOMIC, true);
        InnerResponse response = new InnerResponse(outerResponse);
        try {
            servlet.getObject().service(request, response);
        } catch (ServletException e) {
            throw new IllegalStateException(call.method() + " " + call.path(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] answer = response.octets();
        return new Answer(response.getStatus(), answer.length == 0 ? null : json.readTree(answer));
    }
}
