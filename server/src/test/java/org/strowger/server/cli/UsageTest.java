package org.strowger.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a command says that was not understood, and how commands explain themselves. */
class UsageTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "call bob                          | (URI): expected a URI such as sip:bob@example.com",
                "call                              | Missing required parameter: 'URI'",
                "call sip:b@c --for soon           | '--for': expected a time such as 500ms",
                "call sip:b@c --listen 5060        | '--listen' (POINT): expected a listening point",
                "call sip:b@c --listen udp://h:0x1 | '--listen' (POINT): expected a port",
                "call sip:b@c --proxy there        | '--proxy': expected a URI",
                "call sip:b@c --rings-at-most 3s   | Unknown option",
                "answer --reject 200               | '--reject': expected a status code from 300 to 699",
                "answer --calls many               | '--calls': 'many' is not an int",
                "register sip:a@b --expires 0      | --expires: expected at least 1",
                "register sip:a@b --list --remove  | --list, --remove are mutually exclusive",
                "ping sip:b --timeout 4            | '--timeout': expected a time such as 500ms",
                "rign                              | Unmatched argument",
            })
    void namesTheMistakeInItsFirstLine(String line, String mistake) {
        var run = Run.of(line.strip().split(" +", -1));

        assertThat(run.status()).isEqualTo(ExitStatus.USAGE);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines().findFirst().orElseThrow()).contains(mistake);
        assertThat(run.err()).contains("Try: strowger").contains("--help");
    }

    @ParameterizedTest
    @ValueSource(strings = {"call", "answer", "register", "ping"})
    void explainsItself(String command) {
        var run = Run.of(command, "--help");

        assertThat(run.status()).isEqualTo(ExitStatus.DONE);
        assertThat(run.out()).contains("Exit status: 0", "Examples:", "strowger " + command);
    }

    @Test
    void anAddressThatIsTakenIsNamed() {
        var run = Run.of("ping", "sip:127.0.0.1:9", "--listen", "udp://192.0.2.1:5060");

        assertThat(run.status()).isEqualTo(ExitStatus.FAILED);
        assertThat(run.err()).contains("192.0.2.1");
    }
}
