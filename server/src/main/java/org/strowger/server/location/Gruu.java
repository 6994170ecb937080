package org.strowger.server.location;

import java.util.List;

/** What a URI with the parameter {@code gr} leads to: one instance of an address-of-record (RFC 5627 §3). */
public sealed interface Gruu {
    /** One that shows the address-of-record, good as long as that is (§5.4). */
    record Public(AddressOfRecord aor, InstanceId instance) implements Gruu {
        @Override
        public List<Binding> among(Bindings bindings) {
            return bindings.of(instance);
        }
    }

    /**
     * One that hides it, good as long as the instance is registered and keeps its Call-ID (§5.1, §5.3).
     *
     * @param instance a digest of its name
     * @param epoch of the instance's bindings when it was made
     */
    record Temporary(AddressOfRecord aor, long instance, int epoch) implements Gruu {
        @Override
        public List<Binding> among(Bindings bindings) {
            return bindings.list().stream()
                    .filter(binding -> binding.epoch() == epoch
                            && binding.instance()
                                    .filter(id -> Gruus.digest(id) == instance)
                                    .isPresent())
                    .toList();
        }
    }

    AddressOfRecord aor();

    /** Those of its address-of-record that are the instance's, the most recently refreshed last. */
    List<Binding> among(Bindings bindings);
}
