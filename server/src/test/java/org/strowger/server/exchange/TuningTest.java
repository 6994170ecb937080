package org.strowger.server.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strowger.server.config.ConfigurationException;
import org.strowger.server.config.ConfigurationFile;
import org.strowger.sip.loop.Coalescing;
import org.strowger.sip.transport.Tap;
import org.strowger.sip.transport.TransportSettings;

/** What an operator tunes is what the stack is built from. */
class TuningTest {
    @ParameterizedTest
    @CsvSource({"250us, 250000", "0, 0", "10ms, 10000000"})
    void messagesGatherAsConfigured(String pause, long nanos) throws ConfigurationException {
        assertThat(transport("coalescing: {above: 300, pause: " + pause + "}\n").coalescing())
                .isEqualTo(new Coalescing(300, Duration.ofNanos(nanos)));
    }

    @Test
    void messagesGatherAsInTheLibraryWhereNothingIsSaid() throws ConfigurationException {
        assertThat(transport("loops: 2\n").coalescing()).isEqualTo(Coalescing.USUAL);
    }

    private static TransportSettings transport(String text) throws ConfigurationException {
        var configuration = ConfigurationFile.parse("strowger.yaml", text, Path.of("."));
        return Exchange.settings(configuration, Tap.NONE).transport();
    }
}
