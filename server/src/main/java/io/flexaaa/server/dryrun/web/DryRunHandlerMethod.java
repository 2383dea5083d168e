package io.flexaaa.server.dryrun.web;

import io.flexaaa.server.dryrun.DryRun;
import io.flexaaa.server.dryrun.NoDryRun;
import io.flexaaa.server.dryrun.OwnDryRun;
import io.flexaaa.server.web.ProblemBody;
import io.flexaaa.server.web.ProblemException;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.mvc.method.annotation.ServletInvocableHandlerMethod;

import tools.jackson.databind.json.JsonMapper;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Runs a write with {@code ?dryRun=true} to its end in a transaction that is rolled back, so that a
 * dry run passes every check of the real one, down to the database's own.
 */
final class DryRunHandlerMethod extends ServletInvocableHandlerMethod {
    static final String PARAMETER = "dryRun";

    /** On a request that is part of somebody else's transaction, as in an atomic bulk call. */
    private static final String ATOMIC = "io.flexaaa.server.atomic";

    /** In which header handlers warn, once for each warning. */
    private static final String WARNING = "X-FlexAAA-Warning";

    private static final Set<String> WORDS = Set.of("true", "false", "");
    private final ObjectProvider<PlatformTransactionManager> transactions;
    private final ObjectProvider<JsonMapper> json;

    DryRunHandlerMethod(
            HandlerMethod handler,
            ObjectProvider<PlatformTransactionManager> transactions,
            ObjectProvider<JsonMapper> json) {
        super(handler);
        this.transactions = transactions;
        this.json = json;
    }

    /** Whether the handler belongs to the API and is more than a look. */
    static boolean writes(HandlerMethod handler) {
        if (!handler.getBeanType().getName().startsWith("io.flexaaa.")) return false;
        RequestMapping mapping =
                AnnotatedElementUtils.findMergedAnnotation(
                        handler.getMethod(), RequestMapping.class);
        return mapping != null
                && Arrays.stream(mapping.method())
                        .anyMatch(m ->
                                m == RequestMethod.POST
                                        || m == RequestMethod.PUT
                                        || m == RequestMethod.PATCH
                                        || m == RequestMethod.DELETE);
    }

    @Override
    public @Nullable Object invokeForRequest(
            NativeWebRequest request,
            @Nullable ModelAndViewContainer view,
            @Nullable Object... provided)
            throws Exception {
        if (writes(this) && request.getAttribute(ATOMIC, RequestAttributes.SCOPE_REQUEST) != null)
            refuseWhatCannotBeUndone();
        if (!asked(request) || !writes(this) || hasMethodAnnotation(OwnDryRun.class))
            return super.invokeForRequest(request, view, provided);
        NoDryRun impossible = getMethodAnnotation(NoDryRun.class);
        if (impossible != null)
            throw new ProblemException(
                    ProblemBody.of(
                            HttpStatus.BAD_REQUEST,
                            "DRY_RUN_IMPOSSIBLE",
                            "this cannot be tried without doing it: " + impossible.value()));
        PlatformTransactionManager manager = transactions.getObject();
        TransactionStatus status = manager.getTransaction(new DefaultTransactionDefinition());
        DryRun trial = new DryRun();
        @Nullable Object answer;
        try {
            answer = trial.observe(() -> super.invokeForRequest(request, view, provided));
        } finally {
            manager.rollback(status);
        }
        return answered(trial, answer);
    }

    private void refuseWhatCannotBeUndone() {
        NoDryRun reason = getMethodAnnotation(NoDryRun.class);
        if (reason != null)
            throw new ProblemException(
                    ProblemBody.of(
                            HttpStatus.BAD_REQUEST,
                            "NOT_ATOMIC",
                            "this cannot be undone when another item fails: "
                                    + reason.value()
                                    + "; send it outside an atomic call"));
    }

    private static boolean asked(NativeWebRequest request) {
        HttpServletRequest http = request.getNativeRequest(HttpServletRequest.class);
        String word = http == null ? null : http.getParameter(PARAMETER);
        if (word == null) return false;
        if (!WORDS.contains(word))
            throw ProblemException.invalid(
                    PARAMETER, word, "is neither true nor false", "write dryRun=true");
        return !word.equals("false");
    }

    /**
     * The handler's own body stays behind: a secret that it would show once must not be shown for a
     * thing that does not exist.
     */
    private ResponseEntity<DryRunAnswer> answered(DryRun trial, @Nullable Object answer) {
        int status = 200;
        List<String> warnings = List.of();
        if (answer instanceof ResponseEntity<?> entity) {
            status = entity.getStatusCode().value();
            warnings = entity.getHeaders().getOrDefault(WARNING, List.of());
        } else {
            ResponseStatus declared = getMethodAnnotation(ResponseStatus.class);
            if (declared != null) status = declared.code().value();
        }
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(DryRunAnswer.of(trial, status, warnings, json.getObject()));
    }
}
