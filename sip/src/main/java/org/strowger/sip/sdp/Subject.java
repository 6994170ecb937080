package org.strowger.sip.sdp;

import java.util.List;

/**
 * What people are told about a session: its "s=", "u=", "e=" and "p=" lines (RFC 8866 §5.3, §5.5, §5.6).
 *
 * @param name never empty
 * @param uri empty if there is none; not checked, only people follow it
 * @param emails as written
 * @param phones as written
 */
public record Subject(String name, String uri, List<String> emails, List<String> phones) {
    /** {@code s=-}: a session without a meaningful name, as RFC 3264 §5 recommends for calls. */
    public static final Subject NONE = of("-");

    public Subject {
        Grammar.expect(!name.isEmpty() && Grammar.isText(name), "a session name on one line");
        Grammar.expect(Grammar.isText(uri), "a URI on one line");
        Grammar.expect(emails.stream().allMatch(Subject::isLine), "an email address on one line");
        Grammar.expect(phones.stream().allMatch(Subject::isLine), "a phone number on one line");
        emails = List.copyOf(emails);
        phones = List.copyOf(phones);
    }

    public static Subject of(String name) {
        return new Subject(name, "", List.of(), List.of());
    }

    private static boolean isLine(String text) {
        return !text.isEmpty() && Grammar.isText(text);
    }
}
