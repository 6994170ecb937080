package org.strowger.sip.transport.datagram;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

class BatchingTest {
    private final Logger log = (Logger) LoggerFactory.getLogger(Batching.class);
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();

    @BeforeEach
    void listen() {
        said.start();
        log.addAppender(said);
        log.setLevel(Level.INFO);
    }

    @AfterEach
    void hush() {
        log.setLevel(null);
        log.detachAppender(said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Mac OS X   | aarch64 | true  | Mac OS X on aarch64 has no better way",
                "Windows 11 | amd64   | true  | Windows 11 on amd64 has no better way",
                "Linux      | riscv64 | true  | Linux on riscv64 has no better way",
                "Linux      | i386    | true  | Linux on i386 has no better way",
                "Linux      | amd64   | false | java has no --enable-native-access",
            })
    void saysWhyDatagramsGoOneByOne(String system, String machine, boolean nativeAccess, String why) {
        assertThat(Batching.load(system, machine, nativeAccess)).isEmpty();

        assertThat(said.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("UDP goes one datagram per system call: " + why);
    }

    /** The build's options allow both ways wherever there are two. */
    @Test
    void isThereOnLinux() {
        var machine = System.getProperty("os.arch");
        boolean linux =
                System.getProperty("os.name").equals("Linux") && (machine.equals("amd64") || machine.equals("aarch64"));

        assertThat(Batching.load().isPresent()).isEqualTo(linux);
        assertThat(said.list.isEmpty()).isEqualTo(linux);
    }
}
