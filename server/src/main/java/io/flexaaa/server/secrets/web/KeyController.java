package io.flexaaa.server.secrets.web;

import io.flexaaa.server.audit.Actor;
import io.flexaaa.server.dryrun.NoDryRun;
import io.flexaaa.server.permission.Permission;
import io.flexaaa.server.permission.RequiresPermission;
import io.flexaaa.server.secrets.KeyRotation;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Master keys: which there are, rotation and its progress. */
@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "keys")
class KeyController {
    private final KeyRotation rotation;

    KeyController(KeyRotation rotation) {
        this.rotation = rotation;
    }

    @GetMapping("/keys")
    @Operation(
            operationId = "masterKeys",
            summary = "Master keys by id, how many values each has sealed, and the rotation")
    @RequiresPermission(Permission.KEYS_ROTATE)
    KeyRotation.State state() {
        return rotation.state();
    }

    @PostMapping("/keys:rotate")
    @NoDryRun("it makes a new key")
    @Operation(
            operationId = "rotateMasterKey",
            summary = "Make a new master key and seal every secret anew in the background")
    @RequiresPermission(Permission.KEYS_ROTATE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    KeyRotation.State rotate(Actor actor) {
        return rotation.rotate(actor);
    }

    @DeleteMapping("/keys/{id}")
    @NoDryRun("a key that is gone cannot be rolled back")
    @Operation(
            operationId = "removeMasterKey",
            summary = "Take an old master key out of the key file; no value may need it")
    @RequiresPermission(Permission.KEYS_ROTATE)
    KeyRotation.State remove(@PathVariable String id, Actor actor) {
        return rotation.remove(actor, id);
    }
}
