package org.strowger.sip.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A response in the making (RFC 3261 §8.2.6): Via, From, To, Call-ID and CSeq of the request, what was added, in that order, and
 * Content-Length.
 *
 * <p>Values may be folded, but hold no line end otherwise: IllegalArgumentException.
 */
public final class ResponseBuilder {
    private static final int TRYING = 100;
    private static final String TAG = ";tag=";
    /** Enough for a status line, a Content-Length and what a mark or a tag adds. */
    private static final int ROOM = 112;

    private final SipRequest request;
    private final Status status;
    private final List<NamedValue> fields = new ArrayList<>();
    private Optional<Tag> toTag = Optional.empty();
    private Slice contentType = Slice.EMPTY;
    private Slice body = Slice.EMPTY;
    private boolean addsEssentials;

    private record NamedValue(HeaderName name, Slice value) {}

    ResponseBuilder(SipRequest request, Status status) {
        this.request = request;
        this.status = status;
        if (status.code() == TRYING) {
            // "any Timestamp header field present in the request MUST be copied into this 100 (Trying) response"
            // (§8.2.6.1)
            copy(HeaderName.TIMESTAMP);
        }
    }

    /** The tag put into To where the request has none there; a response above 100 needs one. */
    public ResponseBuilder toTag(Tag tag) {
        if (!tag.value().isToken()) {
            throw new IllegalArgumentException("a tag is a token, not \"%s\"".formatted(tag));
        }
        toTag = Optional.of(tag);
        return this;
    }

    public ResponseBuilder header(HeaderName name, String value) {
        return header(name, Slice.of(value));
    }

    public ResponseBuilder header(HeaderName name, Slice value) {
        fields.add(new NamedValue(name, HeaderField.checked(name, value)));
        addsEssentials |= Essentials.areIn(name);
        return this;
    }

    /** Copies all fields of that name from the request (Record-Route into a 2xx of a user agent). */
    public ResponseBuilder copy(HeaderName name) {
        var headers = request.headers();
        for (int field = headers.next(name, 0); field < headers.size(); field = headers.next(name, field + 1)) {
            header(name, headers.valueAt(field));
        }
        return this;
    }

    public ResponseBuilder body(String contentType, byte[] body) {
        this.contentType = HeaderField.checked(HeaderName.CONTENT_TYPE, Slice.of(contentType));
        this.body = Slice.of(body.clone());
        return this;
    }

    /** Writes it; Content-Length is always there. Throws IllegalStateException if To has no tag and needs one. */
    public SipResponse write() {
        boolean hasTag = request.essentials().toTag() != Essentials.ABSENT;
        if (status.code() > TRYING && !hasTag && toTag.isEmpty()) {
            throw new IllegalStateException("a %d needs a tag in To".formatted(status.code()));
        }
        var addedTag =
                hasTag ? Slice.EMPTY : toTag.map(tag -> Slice.of(TAG + tag)).orElse(Slice.EMPTY);
        var pen = new Pen(expectedBytes(), request.headers().size() + fields.size());
        write(pen, addedTag);
        return SipResponse.written(pen, status, written -> essentials(written, addedTag));
    }

    private int expectedBytes() {
        int bytes = ROOM + contentType.length() + body.length();
        var headers = request.headers();
        for (int field = 0; field < headers.size(); field++) {
            int id = headers.idAt(field);
            boolean isCopied = id != HeaderName.UNKNOWN && id <= HeaderName.CSEQ.id();
            bytes += isCopied ? headers.fieldEnd(field) - headers.nameStart(field) : 0;
        }
        for (var field : fields) {
            bytes += field.name().wire().length + field.value().length() + 2;
        }
        return bytes;
    }

    private void write(Pen pen, Slice addedTag) {
        pen.statusLine(status);
        writeVias(pen);
        pen.field(HeaderName.FROM, value(HeaderName.FROM));
        pen.field(HeaderName.TO, value(HeaderName.TO), addedTag);
        pen.field(HeaderName.CALL_ID, value(HeaderName.CALL_ID));
        pen.field(HeaderName.CSEQ, value(HeaderName.CSEQ));
        for (var field : fields) {
            pen.field(field.name(), field.value());
        }
        if (!contentType.isEmpty()) {
            pen.field(HeaderName.CONTENT_TYPE, contentType);
        }
        pen.field(HeaderName.CONTENT_LENGTH, body.length());
        pen.body(body);
    }

    /** Those of the request, which were copied, unless some were added. */
    private Essentials essentials(Headers written, Slice addedTag) throws MalformedMessageException {
        if (addsEssentials) {
            return Essentials.of(written);
        }
        var via = request.topVia().at(written.bytes(), written.valueStart(written.next(HeaderName.VIA, 0)));
        if (addedTag.isEmpty()) {
            return request.essentials().answered(via);
        }
        int tag = value(HeaderName.TO).length() + TAG.length();
        return request.essentials().answered(via, tag, addedTag.length() - TAG.length());
    }

    /** "equal[…] the Via header field values in the request and MUST maintain the same ordering" (§8.2.6.2), the top one with its mark. */
    private void writeVias(Pen pen) {
        var headers = request.headers();
        int top = headers.next(HeaderName.VIA, 0);
        var rest = new Slice(headers.bytes(), headers.firstValueAt(top).end(), headers.valueEnd(top));
        pen.field(HeaderName.VIA, request.topVia().text(), rest);
        for (int field = headers.next(HeaderName.VIA, top + 1);
                field < headers.size();
                field = headers.next(HeaderName.VIA, field + 1)) {
            pen.field(HeaderName.VIA, headers.valueAt(field));
        }
    }

    private Slice value(HeaderName name) {
        return request.headers().valueAt(request.headers().next(name, 0));
    }
}
