package org.strowger.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

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
                "answer --calls many               | '--calls': expected a whole number, found \"many\"",
                "answer --calls -1                 | --calls: expected a whole number from 1 to",
                "answer --after 169h               | '--after': expected a time of at most 168h",
                "demo --talk -1                    | --talk: expected a whole number from 1 to 3600, found \"-1\"",
                "demo --talk 0                     | --talk: expected a whole number from 1 to 3600",
                "demo --talk 99999                 | --talk: expected a whole number from 1 to 3600",
                "register sip:a@b --expires 0      | --expires: expected a whole number from 1 to 4294967295",
                "register sip:a@b --expires 1e9    | '--expires': expected a whole number",
                "call sip:b@c --ring-at-most 0s    | --ring-at-most: expected a time longer than none",
                "ping sip:b --timeout 0s           | --timeout: expected a time longer than none",
                "ping sips:b                       | expected a URI that begins with sip: (there is no TLS)",
                "ping sip:b;transport=ws           | expected a URI with transport=udp or transport=tcp",
                "ping sip:b:99999                  | found \"sip:b:99999\": expected a port at byte",
                "serve --listen udp://::1:5060     | --listen: expected an IPv6 address in brackets, such as",
                "serve --listen udp://127.0.0.1:5060 --listen udp://127.0.0.1:5060 | stands here twice",
                "register sip:a@b --list --remove  | --list, --remove are mutually exclusive",
                "ping sip:b --timeout 4            | '--timeout': expected a time such as 500ms",
                "serve --domain a!b                | --domain: expected a domain",
                "serve --user a,b:c                | --user: expected a user name",
                "serve --user a:b --user a:c       | --user: \"a\" stands here twice",
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
    void everyCommandHasItsHelp() {
        assertHelp(Main.commandLine());
    }

    @Test
    void aCommandIsTheSameAloneAsAmongTheOthers() {
        Main.commandLine().getSubcommands().forEach((name, among) -> {
            if (!name.equals("help")) {
                var alone = Main.commandLine(name).getSubcommands();

                assertThat(alone).containsOnlyKeys(among.getCommandName());
                assertThat(alone.get(name).getUsageMessage()).isEqualTo(among.getUsageMessage());
            }
        });
    }

    private static void assertHelp(CommandLine of) {
        of.getSubcommands().forEach((name, command) -> {
            if (!name.equals("help")) {
                var words = command.getCommandSpec().qualifiedName().split(" ", -1);
                var line = new ArrayList<>(List.of(words).subList(1, words.length));
                line.add("--help");

                var run = Run.of(line.toArray(String[]::new));

                assertThat(run.status()).as(name).isEqualTo(ExitStatus.DONE);
                assertThat(run.out()).contains("Usage: strowger");
                assertHelp(command);
            }
        });
    }

    @Test
    void anEmptyDirectoryIsNone() {
        var run = Run.of("serve", "--data", "");

        assertThat(run.status()).isEqualTo(ExitStatus.USAGE);
        assertThat(run.err()).contains("--data").contains("expected the name of a file or directory, found \"\"");
    }

    @Test
    void namesTheCommandThatAddsAUserHere() {
        assertThat(new AddUser(Optional.empty(), Optional.empty(), Optional.empty()).line("alice"))
                .isEqualTo("./strowger user add alice");
        assertThat(new AddUser(
                                Optional.of(Path.of("a.yaml")),
                                Optional.of(Path.of("my data")),
                                Optional.of("example.com"))
                        .line("NAME"))
                .isEqualTo("./strowger user add NAME --config a.yaml --data 'my data' --domain example.com");
    }

    @Test
    void saysWhatIsTheMatterWithAFile() {
        assertThat(Complaint.about(new NoSuchFileException("/a"))).isEqualTo("no such file: /a");
        assertThat(Complaint.about(new AccessDeniedException("/a"))).isEqualTo("not allowed to read or write: /a");
        assertThat(Complaint.about(new FileSystemException("/a", null, "Not a directory")))
                .isEqualTo("not a directory: /a");
        assertThat(Complaint.about(new IOException("else"))).isEqualTo("else");
    }

    @Test
    void saysWhichPartOfAPathIsNoDirectory(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("file"), "");

        assertThat(Run.of("user", "list", "--data", file.toString()).err().strip())
                .isEqualTo("expected a directory, found a file: " + file);
        assertThat(Run.of("serve", "--listen", "udp://127.0.0.1:0", "--data", file.toString())
                        .err()
                        .strip())
                .isEqualTo("expected a directory, found a file: " + file);
        assertThat(Run.of("check", folder.toString()).err().strip())
                .isEqualTo(folder + ": expected a file, found a directory");
    }

    @Test
    void refusesAUserWithWhiteSpaceAsServeDoes(@TempDir Path folder) {
        var run = Run.of("user", "add", "a b", "--password", "x", "--data", folder.toString());

        assertThat(run.status()).isEqualTo(ExitStatus.FAILED);
        assertThat(run.err()).contains("expected a user name without white space", "found \"a b\"");
    }

    @Test
    void checkCounts(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("one.yaml"), "listen: udp://127.0.0.1:5060\n");

        assertThat(Run.of("check", file.toString()).out())
                .contains("is good: 1 listening point, 1 route, authentication on");
    }

    @Test
    void checkReadsTheCertificatesToo(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("chain.pem"), "garbage");
        Files.writeString(folder.resolve("key.pem"), "garbage");
        var file = folder.resolve("strowger.yaml");
        Files.writeString(file, """
            listen: [tls://127.0.0.1:5061]
            tls: {certificates: {chain: chain.pem, key: key.pem}}
            """);

        var run = Run.of("check", file.toString());

        assertThat(run.status()).isEqualTo(ExitStatus.FAILED);
        assertThat(run.err()).contains("expected a certificate (PEM) in").contains("chain.pem");
    }

    @Test
    void checkReadsTheUsersToo(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("users.csv"), "alice,wonder\nbob\n");
        var file = Files.writeString(folder.resolve("c.yaml"), "users: users.csv\n");
        var run = Run.of("check", file.toString());

        assertThat(run.status()).isEqualTo(ExitStatus.FAILED);
        assertThat(run.err()).contains("users.csv:2: expected name,password");
    }

    @Test
    void aUserOfTheFileIsNotAddedInVainUnnoticed(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("c.yaml"), "data: .\nusers: {alice: {password: wonder}}\n");
        var config = file.toString();

        assertThat(Run.of("user", "add", "alice", "--password", "x", "--config", config)
                        .out())
                .contains("note: the configuration file has a user alice too, whose password takes precedence");
        assertThat(Run.of("user", "add", "bob", "--password", "x", "--config", config)
                        .out())
                .doesNotContain("note");
    }

    @Test
    void anAddressThatIsTakenIsNamed() {
        var run = Run.of("ping", "sip:127.0.0.1:9", "--listen", "udp://192.0.2.1:5060");

        assertThat(run.status()).isEqualTo(ExitStatus.FAILED);
        assertThat(run.err()).contains("192.0.2.1");
    }
}
