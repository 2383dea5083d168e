package io.flexaaa.server.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

import java.io.IOException;

/** Caps request bodies; Tomcat itself caps only forms. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class BodyLimitFilter extends OncePerRequestFilter {
    static final long LIMIT = 1 << 20;
    private static final long LARGE = 64L << 20;
    private final ProblemWriter problems;

    BodyLimitFilter(ProblemWriter problems) {
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        long limit = limit(request);
        if (request.getContentLengthLong() > limit) {
            problems.write(response, new BodyTooLargeException(limit).problem());
            return;
        }
        // A chunked body has no length to look at: count while it is read.
        chain.doFilter(
                request.getContentLengthLong() < 0 ? new Counted(request, limit) : request,
                response);
    }

    /** Whole configurations come in one body; it is read only after the caller is known. */
    private static long limit(HttpServletRequest request) {
        String path = request.getRequestURI();
        return path.equals("/api/v1/import") || path.equals("/api/v1/bulk") ? LARGE : LIMIT;
    }

    private static final class Counted extends HttpServletRequestWrapper {
        private final long limit;

        Counted(HttpServletRequest request, long limit) {
            super(request);
            this.limit = limit;
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            ServletInputStream in = super.getInputStream();
            return new ServletInputStream() {
                private long seen;

                @Override
                public int read() throws IOException {
                    int octet = in.read();
                    if (octet >= 0) count(1);
                    return octet;
                }

                @Override
                public int read(byte[] b, int off, int len) throws IOException {
                    int n = in.read(b, off, len);
                    if (n > 0) count(n);
                    return n;
                }

                private void count(int n) throws BodyTooLargeException {
                    seen += n;
                    if (seen > limit) throw new BodyTooLargeException(limit);
                }

                @Override
                public boolean isFinished() {
                    return in.isFinished();
                }

                @Override
                public boolean isReady() {
                    return in.isReady();
                }

                @Override
                public void setReadListener(ReadListener listener) {
                    in.setReadListener(listener);
                }
            };
        }
    }
}
