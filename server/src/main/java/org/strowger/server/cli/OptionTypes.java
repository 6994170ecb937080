package org.strowger.server.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Status;
import org.strowger.sip.transport.Listen;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** How the values of options are read, with errors that show how they are written. */
final class OptionTypes {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,18}");
    private static final Duration LONGEST = Duration.ofDays(7);
    private static final Set<String> TRANSPORTS = Set.of("udp", "tcp");

    private OptionTypes() {}

    static CommandLine known(CommandLine to) {
        return to.registerConverter(long.class, OptionTypes::number)
                .registerConverter(Long.class, OptionTypes::number)
                .registerConverter(Duration.class, OptionTypes::duration)
                .registerConverter(Path.class, OptionTypes::path)
                .registerConverter(SipUri.class, OptionTypes::sipUri)
                .registerConverter(Listen.class, OptionTypes::listen)
                .registerConverter(Status.class, OptionTypes::refusal);
    }

    private static long number(String text) {
        if (!NUMBER.matcher(text).matches()) {
            throw expected("a whole number", text);
        }
        return Long.parseLong(text);
    }

    private static Duration duration(String text) {
        var parts = DURATION.matcher(text);
        if (!parts.matches()) {
            throw expected("a time such as 500ms, 5s, 2m or 1h", text);
        }
        var found = times(Long.parseLong(parts.group(1)), parts.group(2));
        if (found.compareTo(LONGEST) > 0) {
            throw expected("a time of at most " + LONGEST.toHours() + "h", text);
        }
        return found;
    }

    private static Duration times(long count, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            default -> Duration.ofHours(count);
        };
    }

    private static Path path(String text) {
        if (text.isBlank()) {
            throw expected("the name of a file or directory", text);
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw expected("the name of a file or directory", text);
        }
    }

    private static SipUri sipUri(String text) {
        try {
            return reachable(SipUri.parse(text), text);
        } catch (MalformedMessageException e) {
            var mistake = expected("a URI such as sip:bob@example.com", text);
            throw new TypeConversionException(mistake.getMessage() + ": " + e.getMessage());
        }
    }

    /** What we have no transport for is said at once, not when nobody was found. */
    private static SipUri reachable(SipUri uri, String text) {
        if (uri.isSecure()) {
            throw expected("a URI that begins with sip: (there is no TLS)", text);
        }
        var transport = uri.transport().map(name -> name.toString().toLowerCase(Locale.ROOT));
        if (transport.filter(name -> !TRANSPORTS.contains(name)).isPresent()) {
            throw expected("a URI with transport=udp or transport=tcp", text);
        }
        return uri;
    }

    private static Listen listen(String text) {
        try {
            return Listen.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }

    private static Status refusal(String text) {
        if (!text.matches("[3-6]\\d\\d")) {
            throw expected("a status code from 300 to 699", text);
        }
        return Status.of(Integer.parseInt(text));
    }

    private static TypeConversionException expected(String what, String found) {
        return new TypeConversionException("expected " + what + ", found \"" + found + "\"");
    }
}
