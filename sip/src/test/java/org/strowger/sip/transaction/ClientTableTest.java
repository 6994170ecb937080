package org.strowger.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import org.junit.jupiter.api.Test;

class ClientTableTest {
    private final ClientTable table = new ClientTable();

    @Test
    void grows() {
        var slots = new HashSet<Integer>();
        for (int i = 0; i < 1000; i++) {
            slots.add(table.reserve());
        }

        assertThat(slots).hasSize(1000);
        assertThat(table.find(999, 0)).isNull();
        assertThat(table.find(1000, 0)).isNull();
    }

    @Test
    void knowsWhatATenantLeftUntilTheSlotIsFree() {
        int slot = table.reserve();
        var past = new ClientTable.Past(5, (_, _, _) -> {}, 6);
        table.leave(slot, past);

        assertThat(table.isLeft(slot, 0)).isTrue();
        assertThat(table.past(slot, 0)).contains(past);
        assertThat(table.isLeft(slot, 1)).isFalse();
        assertThat(table.past(slot, 1)).isEmpty();
        assertThat(table.release(slot)).isEqualTo(6);
        assertThat(table.isLeft(slot, 0)).isFalse();
        assertThat(table.past(slot, 0)).isEmpty();
        assertThat(table.past(slot, 1)).isEmpty();
        assertThat(table.reserve()).isEqualTo(slot);
        assertThat(table.release(slot)).isEqualTo(KeptBytes.NOTHING);
    }

    @Test
    void givesASlotAgainInAnotherGeneration() {
        int slot = table.reserve();
        assertThat(table.generation(slot)).isZero();

        table.release(slot);

        assertThat(table.reserve()).isEqualTo(slot);
        assertThat(table.generation(slot)).isEqualTo(1);
    }
}
