package org.strowger.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

/** When there is colour, and what becomes of a command whose words reach nobody. */
class TerminalTest {
    @Test
    void isColouredForWhoeverSeesIt() {
        assertThat(Terminal.ansi(Map.of("TERM", "xterm"), true)).isEqualTo(Ansi.ON);
        assertThat(Terminal.ansi(Map.of("NO_COLOR", ""), true)).isEqualTo(Ansi.ON);
        assertThat(Terminal.ansi(Map.of("TERM", "xterm"), false)).isEqualTo(Ansi.OFF);
    }

    @Test
    void isPlainWhereColourIsUnwantedOrImpossible() {
        assertThat(Terminal.ansi(Map.of("NO_COLOR", "1"), true)).isEqualTo(Ansi.OFF);
        assertThat(Terminal.ansi(Map.of("TERM", "dumb"), true)).isEqualTo(Ansi.OFF);
    }

    @Test
    void wordsThatCannotBeWrittenAreAFailure() {
        var said = new ByteArrayOutputStream();
        var err = new PrintStream(said, true, StandardCharsets.UTF_8);
        var out = new PrintStream(new FullDisk(), false, StandardCharsets.UTF_8);
        out.println("The call happened as it should.");

        assertThat(StandardOutput.checked(ExitStatus.DONE, out, err)).isEqualTo(ExitStatus.FAILED);
        assertThat(said.toString(StandardCharsets.UTF_8).lines())
                .singleElement()
                .asString()
                .startsWith("standard output could not be written");
        assertThat(StandardOutput.checked(ExitStatus.USAGE, out, err)).isEqualTo(ExitStatus.USAGE);
    }

    @Test
    void wordsThatAreWrittenChangeNothing() {
        var said = new ByteArrayOutputStream();
        var good = new PrintStream(said, true, StandardCharsets.UTF_8);

        assertThat(StandardOutput.checked(ExitStatus.DONE, good, good)).isEqualTo(ExitStatus.DONE);
        assertThat(said.size()).isZero();
    }

    private static final class FullDisk extends OutputStream {
        @Override
        public void write(int octet) throws IOException {
            throw new IOException("No space left on device");
        }
    }
}
