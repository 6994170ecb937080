package org.strowger.sip.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every file of the corpus goes to every target, whosever it is; the torture messages of RFC 4475 and RFC 5118 go there as well. */
class CorpusTest {
    private static final Map<String, Consumer<byte[]>> TARGETS = Map.of(
            "message", MessageFuzz::fuzzerTestOneInput,
            "forwarding", ForwardingFuzz::fuzzerTestOneInput,
            "proxy", ProxyFuzz::fuzzerTestOneInput,
            "credentials", CredentialsFuzz::fuzzerTestOneInput,
            "description", DescriptionFuzz::fuzzerTestOneInput,
            "stun", StunFuzz::fuzzerTestOneInput,
            "stream", StreamFuzz::fuzzerTestOneInput,
            "websocket", WebSocketFuzz::fuzzerTestOneInput);

    @TestFactory
    Stream<DynamicTest> whatMustHoldHoldsForTheCorpus() throws IOException {
        var inputs = Stream.of(files("/fuzz"), files("/torture"))
                .flatMap(List::stream)
                .toList();
        assertThat(inputs).hasSizeGreaterThan(TARGETS.size());
        return TARGETS.entrySet().stream()
                .map(target -> dynamicTest(target.getKey(), () -> {
                    for (var input : inputs) {
                        replay(target.getValue(), input);
                    }
                }));
    }

    private static void replay(Consumer<byte[]> target, Path input) throws IOException {
        try {
            target.accept(Files.readAllBytes(input));
        } catch (RuntimeException | Error e) {
            throw new AssertionError("on " + input, e);
        }
    }

    private static List<Path> files(String folder) throws IOException {
        try (var files = Files.walk(path(folder))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static Path path(String folder) {
        try {
            return Path.of(
                    Objects.requireNonNull(CorpusTest.class.getResource(folder)).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(folder, e);
        }
    }
}
