package io.flexaaa.server.dynauth.web;

import io.flexaaa.server.audit.Actor;
import io.flexaaa.server.audit.AuditLog;
import io.flexaaa.server.dryrun.NoDryRun;
import io.flexaaa.server.dynauth.DynAuthJob;
import io.flexaaa.server.dynauth.DynAuthJobs;
import io.flexaaa.server.dynauth.DynAuthSettings;
import io.flexaaa.server.dynauth.ItemState;
import io.flexaaa.server.dynauth.JobItem;
import io.flexaaa.server.dynauth.JobWrite;
import io.flexaaa.server.dynauth.NasDynAuth;
import io.flexaaa.server.dynauth.NasDynAuthWrite;
import io.flexaaa.server.dynauth.PushWrite;
import io.flexaaa.server.listing.Page;
import io.flexaaa.server.listing.PageRequest;
import io.flexaaa.server.permission.Permission;
import io.flexaaa.server.permission.RequiresPermission;
import io.flexaaa.server.web.Choices;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Disconnects and CoAs for many sessions, and how each NAS wants them. */
@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "dynauth")
class JobController {
    private final DynAuthJobs jobs;
    private final DynAuthSettings settings;
    private final AuditLog audit;

    JobController(DynAuthJobs jobs, DynAuthSettings settings, AuditLog audit) {
        this.jobs = jobs;
        this.settings = settings;
        this.audit = audit;
    }

    @NoDryRun("it sends packets to hubs; dryRun in the body lists the sessions")
    @PostMapping("/dynauth/jobs")
    @Operation(
            operationId = "createDynAuthJob",
            summary = "Disconnect or change many sessions; dryRun only lists them")
    @RequiresPermission(Permission.SESSIONS_CONTROL)
    ResponseEntity<DynAuthJob> create(@RequestBody JobWrite body, Actor actor) {
        return accepted(jobs.create(actor, body));
    }

    @GetMapping("/dynauth/jobs")
    @Operation(operationId = "listDynAuthJobs", summary = "Jobs, newest first")
    @RequiresPermission(Permission.SESSIONS_READ)
    Page<DynAuthJob> list(
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) @Nullable String after) {
        return jobs.list(new PageRequest(limit, after, null));
    }

    @GetMapping("/dynauth/jobs/{id}")
    @Operation(operationId = "getDynAuthJob", summary = "One job with its progress")
    @RequiresPermission(Permission.SESSIONS_READ)
    DynAuthJob get(@PathVariable long id) {
        return jobs.get(id);
    }

    @GetMapping("/dynauth/jobs/{id}/items")
    @Operation(operationId = "listDynAuthJobItems", summary = "What came of each session")
    @RequiresPermission(Permission.SESSIONS_READ)
    Page<JobItem> items(
            @PathVariable long id,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) @Nullable String after) {
        ItemState wanted = Choices.of("state", state, ItemState.class);
        return jobs.items(id, wanted, new PageRequest(limit, after, null));
    }

    @NoDryRun("it stops packets that are being sent")
    @PostMapping("/dynauth/jobs/{id}/cancel")
    @Operation(operationId = "cancelDynAuthJob", summary = "Send nothing more")
    @RequiresPermission(Permission.SESSIONS_CONTROL)
    DynAuthJob cancel(@PathVariable long id, Actor actor) {
        return jobs.cancel(actor, id);
    }

    @NoDryRun("it sends packets to hubs; dryRun in the body lists the sessions")
    @PostMapping("/peers/{name}/push")
    @Operation(
            operationId = "pushPeer",
            summary = "Send live sessions of a peer what changed in its policy and a CoA can bring")
    @RequiresPermission(Permission.SESSIONS_CONTROL)
    ResponseEntity<DynAuthJob> pushPeer(
            @PathVariable String name,
            @RequestBody(required = false) @Nullable PushWrite body,
            Actor actor) {
        return accepted(jobs.pushPeer(actor, name, orDefault(body)));
    }

    @NoDryRun("it sends packets to hubs; dryRun in the body lists the sessions")
    @PostMapping("/groups/{name}/push")
    @Operation(
            operationId = "pushGroup",
            summary = "The same for every live session with the group's policy")
    @RequiresPermission(Permission.SESSIONS_CONTROL)
    ResponseEntity<DynAuthJob> pushGroup(
            @PathVariable String name,
            @RequestBody(required = false) @Nullable PushWrite body,
            Actor actor) {
        return accepted(jobs.pushGroup(actor, name, orDefault(body)));
    }

    @GetMapping("/nas/{name}/dynauth")
    @Operation(operationId = "getNasDynAuth", summary = "How CoA and Disconnect go to this NAS")
    @RequiresPermission(Permission.NAS_READ)
    NasDynAuth settings(@PathVariable String name) {
        return settings.get(name);
    }

    @PutMapping("/nas/{name}/dynauth")
    @Operation(
            operationId = "putNasDynAuth",
            summary = "Own secret, identifiers and Message-Authenticator of CoA and Disconnect")
    @RequiresPermission(Permission.NAS_WRITE)
    NasDynAuth putSettings(
            @PathVariable String name,
            @RequestBody NasDynAuthWrite body,
            @RequestParam(defaultValue = "false") boolean dryRun,
            Actor actor) {
        NasDynAuth before = settings.get(name);
        return audit.change(
                actor,
                "update",
                "nas-dynauth",
                name,
                before,
                dryRun,
                () -> settings.put(name, body));
    }

    private static PushWrite orDefault(@Nullable PushWrite body) {
        return body == null ? new PushWrite(null, null) : body;
    }

    /** A dry run is answered whole; a job is only begun. */
    private static ResponseEntity<DynAuthJob> accepted(DynAuthJob job) {
        return job.id() == 0
                ? ResponseEntity.ok(job)
                : ResponseEntity.accepted()
                        .header("Location", "/api/v1/dynauth/jobs/" + job.id())
                        .body(job);
    }
}
