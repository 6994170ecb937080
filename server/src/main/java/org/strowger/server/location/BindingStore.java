package org.strowger.server.location;

import java.io.IOException;
import java.time.Instant;
import java.util.function.BiConsumer;

/** What keeps bindings beyond the life of the process, or does not. */
public interface BindingStore extends AutoCloseable {
    /**
     * Hands over all bindings that it holds and that live at that time; once, before anything is changed.
     *
     * @throws IOException if they cannot be read: the message tells the operator what stands in the way
     */
    void load(Instant now, BiConsumer<AddressOfRecord, Bindings> receiver) throws IOException;

    /** Takes note of the bindings an address-of-record has from now on. Never blocks and never fails: it is called in the middle of a call. */
    void changed(AddressOfRecord aor, Bindings bindings);

    /** Writes what is not written yet, then lets go. */
    @Override
    void close();

    /** One that keeps nothing. */
    static BindingStore memory() {
        return new BindingStore() {
            @Override
            public void load(Instant now, BiConsumer<AddressOfRecord, Bindings> receiver) {}

            @Override
            public void changed(AddressOfRecord aor, Bindings bindings) {}

            @Override
            public void close() {}
        };
    }
}
