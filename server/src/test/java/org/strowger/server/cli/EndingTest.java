package org.strowger.server.cli;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How commands end that nobody answers, or that are told to. */
class EndingTest {
    /** A transaction that nobody answers lasts 32 s (RFC 3261 §17.1.1.2): no command waits for that. */
    private static final long BOUND = 20;

    private static final String HERE = "udp://127.0.0.1:0";

    @TempDir
    private Path folder;

    private DatagramSocket silent;
    private String nobody;

    @BeforeEach
    void nobodyAnswers() throws IOException {
        silent = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        nobody = "sip:nobody@127.0.0.1:" + silent.getLocalPort();
    }

    @AfterEach
    void hangUp() {
        silent.close();
    }

    @Test
    void aCallThatIsGivenUpDoesNotWaitForADeadAddress() throws Exception {
        var call = Run.begin("nobody answers", "call", nobody, "--listen", HERE, "--ring-at-most", "100ms")
                .ended()
                .get(BOUND, SECONDS);

        assertThat(call.status()).isEqualTo(ExitStatus.FAILED);
        assertThat(call.err().strip()).isEqualTo("the call was not answered: failed: nothing was heard of " + nobody);
    }

    @ParameterizedTest
    @CsvSource({
        "call NOBODY                                      , calling  , 1",
        "answer --aor NOBODY                              , listening, 0",
        "answer                                           , listening, 0",
        "serve --data DATA --user alice:wonder            , Press    , 0",
    })
    void endsInOrderWhenItIsTold(String line, String beginning, int status) throws Exception {
        var process = start(line.strip() + " --listen " + HERE);
        try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
            var said = new ArrayList<String>();
            do {
                said.add(String.valueOf(lines.readLine()));
            } while (!said.getLast().startsWith(beginning) && !said.getLast().equals("null"));
            assertThat(said.getLast()).as(said.toString()).startsWith(beginning);

            // by the handle: the process would take its streams from us
            process.toHandle().destroy();

            lines.lines().forEach(said::add);
            assertThat(process.onExit().get(BOUND, SECONDS).exitValue())
                    .as(said.toString())
                    .isEqualTo(status);
            assertThat(said).noneMatch(each -> each.contains("Exception") || each.startsWith("\tat "));
        } finally {
            process.destroyForcibly();
        }
    }

    private Process start(String line) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
        command.add(Main.class.getName());
        for (var word : line.split(" +", -1)) {
            command.add(word.replace("NOBODY", nobody).replace("DATA", folder.toString()));
        }
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}
