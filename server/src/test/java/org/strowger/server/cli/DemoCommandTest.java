package org.strowger.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The demo's calls are real: on sockets, with digest and audio. */
class DemoCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource({
        "answered, each heard the other's tone",
        "cancelled, 487 Request Terminated",
        "busy, 486 Busy Here",
        "no-answer, 480 Temporarily Unavailable",
        "forked, CANCEL",
        "unauthorised, B: heard nothing of it",
    })
    void everySceneHappensAsItShould(String scene, String sign) {
        int status = demo("--call", scene, "--talk", "1", "--plain");

        assertThat(out.toString())
                .as(err.toString())
                .contains("1. INVITE (SDP offer)", "2. 407 Proxy Auth", sign, "The call happened as it should.");
        assertThat(status).isEqualTo(ExitStatus.DONE);
    }

    @Test
    void rawPrintsEachMessageWhole() {
        demo("--call", "busy", "--raw", "--plain");

        assertThat(out.toString())
                .contains(
                        "      INVITE sip:bob@example.test SIP/2.0",
                        "      SIP/2.0 100 Trying",
                        "      SIP/2.0 486 Busy Here")
                .containsPattern("Proxy-Authorization: Digest username=\"alice\"");
    }

    @Test
    void aSceneThatIsNotKnownIsAUsageError() {
        assertThat(demo("--call", "bussy")).isEqualTo(ExitStatus.USAGE);
        assertThat(err.toString()).contains("--call").contains("busy").contains("\"bussy\"");
    }

    @Test
    void tellsAWrongProofFromAFirstQuestion() {
        demo("--call", "unauthorised", "--plain");

        assertThat(out.toString().lines().filter(line -> line.contains("The proxy asks who A is")))
                .hasSize(1);
        assertThat(out.toString()).contains("The proof is wrong: it was made with another password");
    }

    @Test
    void rehearsesAsManyCallsAsItIsTold() {
        assertThat(commandLine("rehearse", "3")).isEqualTo(ExitStatus.DONE);
    }

    private int demo(String... options) {
        var arguments = new String[options.length + 1];
        arguments[0] = "demo";
        System.arraycopy(options, 0, arguments, 1, options.length);
        return commandLine(arguments);
    }

    private int commandLine(String... arguments) {
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
