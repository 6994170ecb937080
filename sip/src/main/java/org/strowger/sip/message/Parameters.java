package org.strowger.sip.message;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Parameters that follow a value: {@code ;name=value;flag}. Names are compared without regard to case; of two with the same name
 * the first counts. Immutable, a view of bytes.
 */
public final class Parameters implements Iterable<Parameters.Parameter> {
    /**
     * One parameter behind a value.
     *
     * @param value as it stands, quotes and escapes included; empty for a flag
     */
    public record Parameter(Slice name, Slice value) {}

    public static final Parameters NONE = new Parameters(Slice.EMPTY, false);

    private final Slice text;
    private final boolean inUri;

    /** @param text checked already */
    Parameters(Slice text, boolean inUri) {
        this.text = text;
        this.inUri = inUri;
    }

    /** Reads {@code ;a=b;c="d"}, with white space anywhere but in the names and values. */
    public static Parameters parse(Slice text) throws MalformedMessageException {
        var parameters = text.trimmed();
        var cursor = new ParameterCursor(parameters.bytes(), parameters.start(), parameters.end(), false);
        while (cursor.next()) {
            continue;
        }
        if (cursor.at() < parameters.end()) {
            throw Grammar.malformed("a parameter", text, cursor.at());
        }
        return new Parameters(parameters, false);
    }

    public boolean has(String name) {
        return find(name).isPresent();
    }

    /** The value as it stands, quotes included; empty slice for a flag. */
    public Optional<Slice> value(String name) {
        return find(name);
    }

    /** As they stand, with the leading semicolon; empty if there are none. */
    public Slice text() {
        return text;
    }

    @Override
    public Iterator<Parameter> iterator() {
        List<Parameter> all = new ArrayList<>();
        for (var cursor = cursor(); cursor.next(); ) {
            all.add(new Parameter(cursor.name(), cursor.value()));
        }
        return all.iterator();
    }

    /** As they stand. */
    @Override
    public String toString() {
        return text.toString();
    }

    private Optional<Slice> find(String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        for (var cursor = cursor(); cursor.next(); ) {
            if (cursor.isNamed(lower)) {
                return Optional.of(cursor.value());
            }
        }
        return Optional.empty();
    }

    private ParameterCursor cursor() {
        return new ParameterCursor(text.bytes(), text.start(), text.end(), inUri);
    }
}
