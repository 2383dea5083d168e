package io.flexaaa.server.audit;

import io.flexaaa.server.dryrun.Change;

import java.util.List;

/**
 * Published inside the transaction of every audited change, after the change and before the commit:
 * a listener that throws refuses it. In dry runs, too.
 */
public record ConfigurationChanged(Actor actor, List<Change> changes) {}
