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
    void givesASlotAgainInAnotherGeneration() {
        int slot = table.reserve();
        assertThat(table.generation(slot)).isZero();

        table.release(slot);

        assertThat(table.reserve()).isEqualTo(slot);
        assertThat(table.generation(slot)).isEqualTo(1);
    }
}
