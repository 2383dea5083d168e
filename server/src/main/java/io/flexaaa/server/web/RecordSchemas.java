package io.flexaaa.server.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.models.media.Schema;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.lang.reflect.RecordComponent;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells the OpenAPI document what the records already say: a component without {@code @Nullable} is
 * required, one with it may be null.
 */
@Component
class RecordSchemas implements ModelConverter {
    @Override
    public @Nullable Schema<?> resolve(
            AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
        if (!chain.hasNext()) return null;
        Schema<?> resolved = chain.next().resolve(type, context, chain);
        Class<?> raw = Json.mapper().constructType(type.getType()).getRawClass();
        if (resolved == null || !raw.isRecord()) return resolved;
        String ref = resolved.get$ref();
        Schema<?> model =
                ref == null
                        ? resolved
                        : context.getDefinedModels().get(ref.substring(ref.lastIndexOf('/') + 1));
        if (model != null && model.getProperties() != null) describe(raw, model);
        return resolved;
    }

    private static void describe(Class<?> record, Schema<?> model) {
        @SuppressWarnings("rawtypes")
        Map<String, Schema> properties = model.getProperties();
        for (RecordComponent component : record.getRecordComponents()) {
            if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
                describe(component.getType(), model);
                continue;
            }
            JsonProperty renamed = component.getAccessor().getAnnotation(JsonProperty.class);
            String name = renamed == null ? component.getName() : renamed.value();
            Schema<?> property = properties.get(name);
            if (property == null) continue;
            if (component.getAnnotatedType().isAnnotationPresent(Nullable.class))
                properties.put(name, nullable(property));
            else if (model.getRequired() == null || !model.getRequired().contains(name))
                model.addRequiredItem(name);
        }
    }

    private static Schema<?> nullable(Schema<?> property) {
        if (property.getOneOf() != null) return property;
        if (property.get$ref() != null) {
            Schema<Object> nothing = new Schema<>();
            nothing.setTypes(Set.of("null"));
            Schema<Object> either = new Schema<>();
            either.setOneOf(List.of(new Schema<>().$ref(property.get$ref()), nothing));
            return either;
        }
        Set<String> types = new LinkedHashSet<>();
        if (property.getTypes() != null) types.addAll(property.getTypes());
        else if (property.getType() != null) types.add(property.getType());
        if (types.isEmpty()) return property;
        types.add("null");
        property.setTypes(types);
        return property;
    }
}
