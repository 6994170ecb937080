package org.strowger.sip.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The name of a header field: known ones are constants with an id, all others are compared by text without regard to case
 * (RFC 3261 §7.3.1, §20).
 *
 * <p>Compact forms (§7.3.3) are those of RFC 3261, 3515, 3841, 3892, 4028, 6665 and 8224; each means the same name as the long form.
 */
public final class HeaderName {
    /** The id of every name that is no constant. */
    static final int UNKNOWN = 0;

    private static final char NO_COMPACT_FORM = 0;
    private static final List<HeaderName> CONSTANTS = new ArrayList<>();

    public static final HeaderName VIA = list("Via", 'v');
    public static final HeaderName FROM = single("From", 'f');
    public static final HeaderName TO = single("To", 't');
    public static final HeaderName CALL_ID = single("Call-ID", 'i');
    public static final HeaderName CSEQ = single("CSeq");
    public static final HeaderName MAX_FORWARDS = single("Max-Forwards");
    public static final HeaderName CONTENT_LENGTH = single("Content-Length", 'l');
    public static final HeaderName CONTACT = list("Contact", 'm');
    public static final HeaderName ROUTE = list("Route");
    public static final HeaderName RECORD_ROUTE = list("Record-Route");
    public static final HeaderName CONTENT_TYPE = single("Content-Type", 'c');
    public static final HeaderName EXPIRES = single("Expires");
    public static final HeaderName MIN_EXPIRES = single("Min-Expires");
    public static final HeaderName AUTHORIZATION = single("Authorization");
    public static final HeaderName WWW_AUTHENTICATE = single("WWW-Authenticate");
    public static final HeaderName PROXY_AUTHORIZATION = single("Proxy-Authorization");
    public static final HeaderName PROXY_AUTHENTICATE = single("Proxy-Authenticate");
    public static final HeaderName AUTHENTICATION_INFO = single("Authentication-Info");
    public static final HeaderName PROXY_REQUIRE = list("Proxy-Require");
    public static final HeaderName REQUIRE = list("Require");
    public static final HeaderName SUPPORTED = list("Supported", 'k');
    public static final HeaderName UNSUPPORTED = list("Unsupported");
    public static final HeaderName ALLOW = list("Allow");
    // asked for at every hop, so it has an id whose lowest bits it shares with nothing that stands in most messages
    public static final HeaderName MAX_BREADTH = single("Max-Breadth");
    public static final HeaderName ACCEPT = list("Accept");
    public static final HeaderName ACCEPT_ENCODING = list("Accept-Encoding");
    public static final HeaderName ACCEPT_LANGUAGE = list("Accept-Language");
    public static final HeaderName ALERT_INFO = list("Alert-Info");
    public static final HeaderName CALL_INFO = list("Call-Info");
    public static final HeaderName CONTENT_DISPOSITION = single("Content-Disposition");
    public static final HeaderName CONTENT_ENCODING = list("Content-Encoding", 'e');
    public static final HeaderName CONTENT_LANGUAGE = list("Content-Language");
    public static final HeaderName DATE = single("Date");
    public static final HeaderName ERROR_INFO = list("Error-Info");
    public static final HeaderName IN_REPLY_TO = list("In-Reply-To");
    public static final HeaderName MIME_VERSION = single("MIME-Version");
    public static final HeaderName ORGANIZATION = single("Organization");
    public static final HeaderName PRIORITY = single("Priority");
    public static final HeaderName REPLY_TO = single("Reply-To");
    public static final HeaderName RETRY_AFTER = single("Retry-After");
    public static final HeaderName SERVER = single("Server");
    public static final HeaderName SUBJECT = single("Subject", 's');
    public static final HeaderName TIMESTAMP = single("Timestamp");
    public static final HeaderName USER_AGENT = single("User-Agent");
    public static final HeaderName WARNING = list("Warning");

    public static final HeaderName RACK = single("RAck");
    public static final HeaderName RSEQ = single("RSeq");
    public static final HeaderName PRIVACY = single("Privacy");
    public static final HeaderName P_ASSERTED_IDENTITY = list("P-Asserted-Identity");
    public static final HeaderName P_PREFERRED_IDENTITY = list("P-Preferred-Identity");
    public static final HeaderName REASON = list("Reason");
    public static final HeaderName PATH = list("Path");
    public static final HeaderName SECURITY_CLIENT = list("Security-Client");
    public static final HeaderName SECURITY_SERVER = list("Security-Server");
    public static final HeaderName SECURITY_VERIFY = list("Security-Verify");
    public static final HeaderName REFER_TO = single("Refer-To", 'r');
    public static final HeaderName SERVICE_ROUTE = list("Service-Route");
    public static final HeaderName ACCEPT_CONTACT = list("Accept-Contact", 'a');
    public static final HeaderName REJECT_CONTACT = list("Reject-Contact", 'j');
    public static final HeaderName REQUEST_DISPOSITION = list("Request-Disposition", 'd');
    public static final HeaderName REPLACES = single("Replaces");
    public static final HeaderName REFERRED_BY = single("Referred-By", 'b');
    public static final HeaderName SIP_ETAG = single("SIP-ETag");
    public static final HeaderName SIP_IF_MATCH = single("SIP-If-Match");
    public static final HeaderName JOIN = single("Join");
    public static final HeaderName SESSION_EXPIRES = single("Session-Expires", 'x');
    public static final HeaderName MIN_SE = single("Min-SE");
    public static final HeaderName RESOURCE_PRIORITY = list("Resource-Priority");
    public static final HeaderName ACCEPT_RESOURCE_PRIORITY = list("Accept-Resource-Priority");
    public static final HeaderName TARGET_DIALOG = single("Target-Dialog");
    public static final HeaderName FLOW_TIMER = single("Flow-Timer");
    public static final HeaderName DIVERSION = list("Diversion");
    public static final HeaderName INFO_PACKAGE = single("Info-Package");
    public static final HeaderName RECV_INFO = list("Recv-Info");
    public static final HeaderName GEOLOCATION = list("Geolocation");
    public static final HeaderName EVENT = single("Event", 'o');
    public static final HeaderName ALLOW_EVENTS = list("Allow-Events", 'u');
    public static final HeaderName SUBSCRIPTION_STATE = single("Subscription-State");
    public static final HeaderName FEATURE_CAPS = list("Feature-Caps");
    public static final HeaderName HISTORY_INFO = list("History-Info");
    public static final HeaderName P_ASSOCIATED_URI = list("P-Associated-URI");
    public static final HeaderName P_CALLED_PARTY_ID = single("P-Called-Party-ID");
    public static final HeaderName P_VISITED_NETWORK_ID = list("P-Visited-Network-ID");
    public static final HeaderName P_ACCESS_NETWORK_INFO = list("P-Access-Network-Info");
    public static final HeaderName P_CHARGING_VECTOR = single("P-Charging-Vector");
    public static final HeaderName USER_TO_USER = list("User-to-User");
    public static final HeaderName SESSION_ID = single("Session-ID");
    public static final HeaderName IDENTITY = single("Identity", 'y');

    /** Via, From, To, Call-ID, CSeq and Max-Forwards have ids up to this one. */
    static final int LAST_ESSENTIAL = MAX_FORWARDS.id;

    private static final Known KNOWN = new Known(CONSTANTS);

    /** Characters of the longest name that is a constant. */
    static final int LONGEST = KNOWN.longest();

    private final String text;
    private final byte[] wire;
    private final int id;
    private final char compact;
    private final boolean list;

    private HeaderName(String text, int id, char compact, boolean list) {
        this.text = text;
        this.wire = (text + ": ").getBytes(StandardCharsets.US_ASCII);
        this.id = id;
        this.compact = compact;
        this.list = list;
    }

    private static HeaderName single(String text) {
        return constant(text, NO_COMPACT_FORM, false);
    }

    private static HeaderName single(String text, char compact) {
        return constant(text, compact, false);
    }

    private static HeaderName list(String text) {
        return constant(text, NO_COMPACT_FORM, true);
    }

    private static HeaderName list(String text, char compact) {
        return constant(text, compact, true);
    }

    private static HeaderName constant(String text, char compact, boolean list) {
        var name = new HeaderName(text, CONSTANTS.size() + 1, compact, list);
        CONSTANTS.add(name);
        return name;
    }

    /** The known name, whatever its case or form (compact or long); otherwise one that is compared by its text, ignoring case. */
    public static HeaderName of(String text) {
        return of(Slice.of(text));
    }

    /** The same; throws IllegalArgumentException for what is no token. */
    public static HeaderName of(Slice text) {
        int id = idOf(text.bytes(), text.start(), text.end());
        if (id != UNKNOWN) {
            return ofId(id);
        }
        if (!text.isToken()) {
            throw new IllegalArgumentException("the name of a header field is a token, not \"%s\"".formatted(text));
        }
        return new HeaderName(text.toString(), UNKNOWN, NO_COMPACT_FORM, false);
    }

    /** The id of the name that stands there, {@link #UNKNOWN} if it is none of the constants. */
    static int idOf(byte[] bytes, int start, int end) {
        return KNOWN.idOf(bytes, start, end);
    }

    static HeaderName ofId(int id) {
        return KNOWN.ofId(id);
    }

    /** As its RFC spells it; an unknown one as it was given. */
    public String text() {
        return text;
    }

    /** Whether several values may stand in one field, separated by commas (RFC 3261 §7.3.1); unknown ones are never taken apart. */
    public boolean isList() {
        return list;
    }

    int id() {
        return id;
    }

    /** The one letter that stands for it (RFC 3261 §7.3.3); 0 if there is none. */
    char compact() {
        return compact;
    }

    /** The name, the colon and a space. */
    byte[] wire() {
        return wire;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HeaderName name && id == name.id && text.equalsIgnoreCase(name.text);
    }

    @Override
    public int hashCode() {
        return text.toLowerCase(Locale.ROOT).hashCode();
    }

    @Override
    public String toString() {
        return text;
    }

    /** The known names of header fields, found by their first eight letters and their length, then compared in full. */
    private static final class Known {
        private static final int SLOTS_BITS = 9;
        private static final int SLOTS = 1 << SLOTS_BITS;
        private static final long SCATTER = 0x9e3779b97f4a7c15L;
        /** The first, the middle and the last eight letters, which may overlap. */
        private static final int MOST_LETTERS = 3 * Long.BYTES;

        private final HeaderName[] byId;
        /** In small letters, by id: the first eight, the next eight, and the last eight of those that are longer than a word. */
        private final long[] first;

        private final long[] middle;
        private final long[] last;
        private final byte[] lengths;
        /** Ids by hash; a taken slot sends its rival to the next one. */
        private final byte[] byHash = new byte[SLOTS];

        private final byte[] byCompactForm = new byte[256];

        /** @param names in the order of their ids, from 1 on */
        Known(List<HeaderName> names) {
            byId = names.toArray(HeaderName[]::new);
            first = new long[byId.length + 1];
            middle = new long[byId.length + 1];
            last = new long[byId.length + 1];
            lengths = new byte[byId.length + 1];
            for (var name : byId) {
                add(name);
            }
        }

        private void add(HeaderName name) {
            var text = name.text().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
            int length = text.length;
            if (length > MOST_LETTERS) {
                throw new IllegalStateException("expected names of at most " + MOST_LETTERS + " letters, not " + name);
            }
            first[name.id()] = Grammar.word(text, 0, Math.min(Long.BYTES, length));
            middle[name.id()] = length > 2 * Long.BYTES ? Grammar.word(text, Long.BYTES) : 0;
            last[name.id()] = length > Long.BYTES ? Grammar.word(text, length - Long.BYTES) : 0;
            lengths[name.id()] = (byte) length;
            if (name.compact() != 0) {
                byCompactForm[name.compact()] = (byte) name.id();
                byCompactForm[Character.toUpperCase(name.compact())] = (byte) name.id();
            }
            int slot = slot(first[name.id()], length);
            while (byHash[slot] != UNKNOWN) {
                slot = slot + 1 & SLOTS - 1;
            }
            byHash[slot] = (byte) name.id();
        }

        int longest() {
            int longest = 0;
            for (byte length : lengths) {
                longest = Math.max(longest, length);
            }
            return longest;
        }

        HeaderName ofId(int id) {
            return byId[id - 1];
        }

        int idOf(byte[] bytes, int start, int end) {
            int length = end - start;
            if (length < 2) {
                return length == 0 ? UNKNOWN : byCompactForm[bytes[start] & 0xff];
            }
            long begin = Grammar.lower(Grammar.word(bytes, start, Math.min(start + Long.BYTES, end)));
            int slot = slot(begin, length);
            for (int id = byHash[slot]; id != UNKNOWN; id = byHash[slot]) {
                if (first[id] == begin && lengths[id] == length && hasRest(id, bytes, start, end)) {
                    return id;
                }
                slot = slot + 1 & SLOTS - 1;
            }
            return UNKNOWN;
        }

        private static int slot(long begin, int length) {
            return (int) ((begin + length) * SCATTER >>> Long.SIZE - SLOTS_BITS);
        }

        private boolean hasRest(int id, byte[] bytes, int start, int end) {
            int length = end - start;
            return length <= Long.BYTES
                    || Grammar.lower(Grammar.word(bytes, end - Long.BYTES)) == last[id]
                            && (length <= 2 * Long.BYTES
                                    || Grammar.lower(Grammar.word(bytes, start + Long.BYTES)) == middle[id]);
        }
    }
}
