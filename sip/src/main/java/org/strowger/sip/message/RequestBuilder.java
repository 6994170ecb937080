package org.strowger.sip.message;

import java.util.ArrayList;
import java.util.List;

/**
 * A request of our own in the making (RFC 3261 §8.1.1).
 *
 * <p>Fields are written by their long names, those that proxies need first (§7.3.1): Via, Route, Record-Route, Max-Forwards,
 * Proxy-Require, Proxy-Authorization, From, To, Call-ID, CSeq, Contact, then all others as they were added, Content-Type and
 * Content-Length. Values may be folded, but hold no line end otherwise: IllegalArgumentException.
 */
public final class RequestBuilder {
    private static final int USUAL_HOPS = 70;
    private static final int EXPECTED_BYTES = 512;
    /** Max-Forwards, Content-Type, Content-Length. */
    private static final int FIELDS_ADDED = 3;

    private static final List<HeaderName> BEFORE_MAX_FORWARDS =
            List.of(HeaderName.VIA, HeaderName.ROUTE, HeaderName.RECORD_ROUTE);
    private static final List<HeaderName> BEHIND_MAX_FORWARDS = List.of(
            HeaderName.PROXY_REQUIRE,
            HeaderName.PROXY_AUTHORIZATION,
            HeaderName.FROM,
            HeaderName.TO,
            HeaderName.CALL_ID,
            HeaderName.CSEQ,
            HeaderName.CONTACT);

    private final Method method;
    private final Uri requestUri;
    private final List<NamedValue> fields = new ArrayList<>();
    private int maxForwards = USUAL_HOPS;
    private Slice contentType = Slice.EMPTY;
    private Slice body = Slice.EMPTY;

    private record NamedValue(HeaderName name, Slice value) {
        boolean isOneOf(List<HeaderName> names) {
            return names.contains(name);
        }
    }

    RequestBuilder(Method method, Uri requestUri) {
        this.method = method;
        this.requestUri = requestUri.withoutHeaders();
    }

    /** Adds a field behind those added before; for To, From, Call-ID, CSeq, Contact, Route and all others. */
    public RequestBuilder header(HeaderName name, String value) {
        return header(name, Slice.of(value));
    }

    public RequestBuilder header(HeaderName name, Slice value) {
        if (name.equals(HeaderName.MAX_FORWARDS)) {
            throw new IllegalArgumentException("Max-Forwards has a method of its own");
        }
        fields.add(new NamedValue(name, HeaderField.checked(name, value)));
        return this;
    }

    /** 70 unless set. */
    public RequestBuilder maxForwards(int hops) {
        if (hops < 0 || hops > Limits.MAX_FORWARDS) {
            throw new IllegalArgumentException("Max-Forwards is 0 to 255, not " + hops);
        }
        maxForwards = hops;
        return this;
    }

    public RequestBuilder body(String contentType, byte[] body) {
        this.contentType = HeaderField.checked(HeaderName.CONTENT_TYPE, Slice.of(contentType));
        this.body = Slice.of(body.clone());
        return this;
    }

    /** For who sends it with {@link RequestEdit#write(Slice)} the Via is added then; until then the request has none. */
    public RequestEdit edit() {
        var pen = new Pen(EXPECTED_BYTES + body.length(), fields.size() + FIELDS_ADDED);
        write(pen);
        return SipRequest.written(pen, new StartLine.Request(method, requestUri), Essentials::withoutVia)
                .edit();
    }

    /**
     * With that Via on top. Throws IllegalStateException if From, To, Call-ID or CSeq is missing or cannot be read, or CSeq has another
     * method.
     */
    public SipRequest write(Slice via) {
        return edit().write(via);
    }

    private void write(Pen pen) {
        pen.requestLine(method, requestUri);
        write(pen, BEFORE_MAX_FORWARDS);
        pen.field(HeaderName.MAX_FORWARDS, maxForwards);
        write(pen, BEHIND_MAX_FORWARDS);
        for (var field : fields) {
            if (!field.isOneOf(BEFORE_MAX_FORWARDS) && !field.isOneOf(BEHIND_MAX_FORWARDS)) {
                pen.field(field.name(), field.value());
            }
        }
        if (!contentType.isEmpty()) {
            pen.field(HeaderName.CONTENT_TYPE, contentType);
        }
        pen.field(HeaderName.CONTENT_LENGTH, body.length());
        pen.body(body);
    }

    private void write(Pen pen, List<HeaderName> names) {
        for (var name : names) {
            for (var field : fields) {
                if (field.name().equals(name)) {
                    pen.field(name, field.value());
                }
            }
        }
    }
}
