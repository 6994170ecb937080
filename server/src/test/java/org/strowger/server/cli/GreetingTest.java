package org.strowger.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strowger.server.config.Configuration;
import org.strowger.server.config.UserSource;
import org.strowger.server.exchange.Exchange;
import org.strowger.server.users.Secret;
import org.strowger.sip.proxy.ProxyObserver;
import org.strowger.sip.transport.Listen;
import org.strowger.sip.transport.Tap;

/** What a server says when it has started. */
class GreetingTest {
    @TempDir
    private Path folder;

    @Test
    void countsTheUsersItServesAndNamesTheOthers() throws IOException {
        add("bob", "example.test");
        add("carol", "strowger");
        add("dora", "strowger");

        assertThat(greeting())
                .contains(
                        "Users: 2. Add another:",
                        "  not counted, because this server does not serve their domain or realm: 2 of \"strowger\"")
                .doesNotContain("known twice");
    }

    @Test
    void saysWhosePasswordCounts() throws IOException {
        add("alice", "example.test");

        assertThat(greeting())
                .contains(
                        "Users: 1. Add another:",
                        "  known twice: alice; the password in the configuration or of --user counts,"
                                + " not the one of \"user add\"")
                .doesNotContain("not counted");
    }

    @Test
    void aSecondServerOfADirectoryRefuses() throws IOException {
        try (var first = server()) {
            var second = Run.of("serve", "--listen", "udp://127.0.0.1:0", "--data", folder.toString());

            assertThat(second.status()).isEqualTo(ExitStatus.FAILED);
            assertThat(second.err().strip())
                    .isEqualTo("the data directory \"" + folder + "\" is in use by another server, process "
                            + ProcessHandle.current().pid() + "; name another with --data");
            assertThat(first.bindings()).isZero();
        }
    }

    private void add(String name, String domain) {
        var run = Run.of("user", "add", name, "--password", "x", "--data", folder.toString(), "--domain", domain);
        assertThat(run.status()).as(run.toString()).isZero();
    }

    private String greeting() throws IOException {
        var out = new StringWriter();
        try (var exchange = server()) {
            var addUser = new AddUser(Optional.empty(), Optional.empty(), Optional.empty());
            new Greeting(exchange, addUser).print(new PrintWriter(out));
        }
        return out.toString();
    }

    private Exchange server() throws IOException {
        var standard = Configuration.defaults();
        return Exchange.start(
                new Configuration(
                        List.of("example.test"),
                        List.of(Listen.parse("udp://127.0.0.1:0")),
                        new UserSource.Listed(Map.of("alice", new Secret.Password("wonder"))),
                        standard.authentication(),
                        standard.registrations(),
                        new Configuration.Storage(Optional.of(folder), true),
                        standard.routes(),
                        standard.tuning()),
                Tap.NONE,
                ProxyObserver.NONE);
    }
}
