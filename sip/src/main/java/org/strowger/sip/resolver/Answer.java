package org.strowger.sip.resolver;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;

/**
 * What is known about a question.
 *
 * @param records of the type that was asked for; empty if there are none
 * @param lasts how long that may be believed
 */
record Answer(Kind kind, List<Record> records, Duration lasts) {
    enum Kind {
        /** There are records. */
        FOUND,
        /** The name has no such record, or is no name. */
        NONE,
        /** A name server could not say. */
        REFUSED,
        /** Nobody answered. */
        SILENCE
    }

    /** Long enough that not every call waits anew; at most five minutes, says RFC 2308 §7. */
    private static final Duration FAILURE_LASTS = Duration.ofSeconds(2);

    private static final Duration LONGEST = Duration.ofDays(1);
    /** "Values of one to three hours have been found to work well" (RFC 2308 §5). */
    private static final Duration LONGEST_NONE = Duration.ofHours(1);

    private static final int MOST_RECORDS = 64;
    private static final int MOST_ALIASES = 8;

    static final Answer SILENCE = new Answer(Kind.SILENCE, List.of(), FAILURE_LASTS);
    static final Answer REFUSED = new Answer(Kind.REFUSED, List.of(), FAILURE_LASTS);
    /** For one who is turned away, and not kept for others. */
    static final Answer NOT_ASKED = new Answer(Kind.SILENCE, List.of(), Duration.ZERO);

    /**
     * What one message says.
     *
     * @param end the name that its aliases lead to: to be asked for next, where it is another and there are no records
     * @param aliasesLast how long these may be believed
     */
    record Reading(Answer answer, Name end, Duration aliasesLast) {}

    boolean isFailure() {
        return kind == Kind.REFUSED || kind == Kind.SILENCE;
    }

    /** The same, believed no longer than that. */
    Answer lastingAtMost(Duration other) {
        return new Answer(kind, records, shorter(lasts, other));
    }

    static Reading read(Question question, Message message) {
        int code = message.getHeader().getRcode();
        if (code != Rcode.NOERROR && code != Rcode.NXDOMAIN) {
            return new Reading(REFUSED, question.name(), LONGEST);
        }
        var name = question.name();
        var lasts = LONGEST;
        for (int aliases = 0; aliases <= MOST_ALIASES; aliases++) {
            var found = owned(message, name, question.type());
            if (!found.isEmpty()) {
                return new Reading(new Answer(Kind.FOUND, found, shorter(lasts, lasting(found))), name, lasts);
            }
            var alias = alias(message, name);
            if (alias == null) {
                break;
            }
            lasts = shorter(lasts, Duration.ofSeconds(alias.getTTL()));
            name = alias.getTarget();
        }
        return new Reading(new Answer(Kind.NONE, List.of(), shorter(lasts, negative(message))), name, lasts);
    }

    private static List<Record> owned(Message message, Name name, int type) {
        var found = new ArrayList<Record>();
        for (var record : message.getSection(Section.ANSWER)) {
            if (record.getType() == type && record.getName().equals(name) && found.size() < MOST_RECORDS) {
                found.add(record);
            }
        }
        return List.copyOf(found);
    }

    private static @Nullable CNAMERecord alias(Message message, Name name) {
        for (var record : message.getSection(Section.ANSWER)) {
            if (record instanceof CNAMERecord alias && alias.getName().equals(name)) {
                return alias;
            }
        }
        return null;
    }

    private static Duration lasting(List<Record> records) {
        var lasts = LONGEST;
        for (var record : records) {
            lasts = shorter(lasts, Duration.ofSeconds(record.getTTL()));
        }
        return lasts;
    }

    /** "the minimum of the MINIMUM field of the SOA record and the TTL of the SOA itself"; without one it is not cached (RFC 2308 §5). */
    private static Duration negative(Message message) {
        for (var record : message.getSection(Section.AUTHORITY)) {
            if (record instanceof SOARecord authority) {
                return shorter(LONGEST_NONE, Duration.ofSeconds(Math.min(authority.getMinimum(), authority.getTTL())));
            }
        }
        return Duration.ZERO;
    }

    private static Duration shorter(Duration one, Duration other) {
        return other.compareTo(one) < 0 ? other : one;
    }
}
