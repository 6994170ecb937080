package org.strowger.sip.resolver;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.strowger.sip.loop.Shard;
import org.xbill.DNS.Name;

/**
 * The file of host names that need no name server (hosts(5)). It is read at the start, and again by a thread of its own when it has
 * changed; whoever asks never waits for it. Safe for all threads.
 */
final class HostsFile {
    private static final long LOOKED_AT_AGAIN_NANOS = Duration.ofSeconds(5).toNanos();
    private static final long MOST_BYTES = 4 << 20;

    private final Path path;
    private final AtomicLong lookAgainNanos = new AtomicLong(Long.MIN_VALUE);
    private volatile Listing listing = Listing.EMPTY;

    /** What the file said when it was changed last. */
    private record Listing(FileTime changed, Map<String, List<InetAddress>> byName) {
        static final Listing EMPTY = new Listing(FileTime.fromMillis(0), Map.of());
    }

    HostsFile(Path path) {
        this.path = path;
        read();
    }

    /** The addresses of a name; empty if the file does not know it. */
    List<InetAddress> addresses(Shard shard, Name name) {
        long nowNanos = shard.nanos();
        long due = lookAgainNanos.get();
        if ((due == Long.MIN_VALUE || due - nowNanos <= 0)
                && lookAgainNanos.compareAndSet(due, nowNanos + LOOKED_AT_AGAIN_NANOS)
                && due != Long.MIN_VALUE) {
            Thread.startVirtualThread(this::read);
        }
        var known = listing.byName();
        return known.isEmpty()
                ? List.of()
                : known.getOrDefault(name.toString(true).toLowerCase(Locale.ROOT), List.of());
    }

    private void read() {
        try {
            var changed = Files.getLastModifiedTime(path);
            if (!changed.equals(listing.changed()) && Files.size(path) <= MOST_BYTES) {
                listing = new Listing(changed, parsed(Files.readString(path, StandardCharsets.ISO_8859_1)));
            }
        } catch (IOException e) {
            // no such file: the name servers know
            listing = Listing.EMPTY;
        }
    }

    private static Map<String, List<InetAddress>> parsed(String text) {
        var byName = new HashMap<String, List<InetAddress>>();
        text.lines().forEach(line -> {
            int comment = line.indexOf('#');
            var words =
                    (comment < 0 ? line : line.substring(0, comment)).strip().split("\\s+", -1);
            // an address with a zone, or what is none, leads nowhere
            var address = Literals.of(words[0]);
            if (address.size() == 1) {
                for (int word = 1; word < words.length; word++) {
                    byName.computeIfAbsent(words[word].toLowerCase(Locale.ROOT), _ -> new ArrayList<>(1))
                            .add(address.getFirst());
                }
            }
        });
        byName.replaceAll((_, addresses) -> List.copyOf(addresses));
        return Map.copyOf(byName);
    }
}
