package io.flexaaa.server.dryrun.web;

import io.flexaaa.server.dryrun.Change;
import io.flexaaa.server.dryrun.DryRun;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.NullNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What {@code ?dryRun=true} answers: nothing was changed, this would be.
 *
 * @param status the HTTP status that the real call would have
 * @param warnings what the real call would warn of
 * @param effects what would follow beside the changes
 * @param liveSessions how many live sessions would get other attributes at their next look-up; null
 *     where that cannot be
 */
public record DryRunAnswer(
        boolean dryRun,
        int status,
        List<Item> changes,
        List<String> warnings,
        List<String> effects,
        @Nullable Long liveSessions) {

    // They differ after each write, whatever was written.
    private static final Set<String> BOOKKEEPING =
            Set.of("id", "version", "createdAt", "updatedAt");

    /**
     * @param verdict create, change, same or delete
     */
    public record Item(
            String verdict,
            String action,
            String kind,
            String name,
            List<FieldChange> fields,
            @Nullable Object before,
            @Nullable Object after) {}

    public record FieldChange(String field, @Nullable Object from, @Nullable Object to) {}

    static DryRunAnswer of(DryRun trial, int status, List<String> warnings, JsonMapper json) {
        return new DryRunAnswer(
                true,
                status,
                trial.changes().stream().map(c -> item(c, json)).toList(),
                warnings,
                trial.effects(),
                trial.liveSessions());
    }

    public static Item item(Change change, JsonMapper json) {
        JsonNode before = json.valueToTree(change.before());
        JsonNode after = json.valueToTree(change.after());
        List<FieldChange> fields = new ArrayList<>();
        differences("", before, after, fields);
        String verdict =
                change.action().equals("delete")
                        ? "delete"
                        : change.action().equals("create")
                                ? "create"
                                : fields.isEmpty() && !before.isNull() ? "same" : "change";
        return new Item(
                verdict,
                change.action(),
                change.kind(),
                change.name(),
                fields,
                change.before(),
                change.after());
    }

    private static void differences(
            String path, JsonNode before, JsonNode after, List<FieldChange> into) {
        if (before.equals(after)) return;
        if (before.isObject() && after.isObject() || path.isEmpty()) {
            Set<String> names = new TreeSet<>(before.propertyNames());
            names.addAll(after.propertyNames());
            for (String name : names)
                if (!path.isEmpty() || !BOOKKEEPING.contains(name))
                    differences(
                            path.isEmpty() ? name : path + "." + name,
                            field(before, name),
                            field(after, name),
                            into);
            return;
        }
        into.add(new FieldChange(path, value(before), value(after)));
    }

    private static JsonNode field(JsonNode object, String name) {
        JsonNode value = object.get(name);
        return value == null ? NullNode.getInstance() : value;
    }

    private static @Nullable Object value(JsonNode node) {
        return node.isNull() ? null : node;
    }
}
