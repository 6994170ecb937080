package org.strowger.server.exchange;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Status;
import org.strowger.sip.message.Tag;
import org.strowger.sip.transport.Protocol;

/** One end of an exchange of messages by UDP: writes them out itself, and compares what came with what was sent. */
final class Correspondent implements AutoCloseable {
    /** What a proxy adds, changes or takes out; all other fields are none of its business. */
    private static final List<String> HOP_BY_HOP =
            List.of("Via", "Max-Forwards", "Max-Breadth", "Route", "Record-Route", "Proxy-Authorization");

    private final Line line;
    private final String name;
    private final Set<String> heard = new HashSet<>();
    private int sent;

    private Correspondent(Line line, String name) {
        this.line = line;
        this.name = name;
    }

    static Correspondent at(RunningServer server, String name) {
        return new Correspondent(Line.to(server, Protocol.UDP), name);
    }

    Line line() {
        return line;
    }

    /** A Contact URI. */
    String uri() {
        return "sip:" + name + "@" + line.host();
    }

    /** Sends a request: the first line, Via and Max-Forwards are made, all else is as it stands. */
    String sends(String method, String uri, String fields, String body) {
        sent++;
        var text = method + " " + uri + " SIP/2.0\r\nVia: " + line.via(name + sent) + "\r\nMax-Forwards: 70\r\n"
                + fields.replace("\n", "\r\n") + "Content-Length: " + body.length() + "\r\n\r\n" + body;
        line.send(text.getBytes(ISO_8859_1));
        return text;
    }

    /** Answers a request, with these fields and that body. */
    String answers(Heard request, int code, String fields, String body) {
        var answer = request.request()
                .respond(Status.of(code))
                .toTag(new Tag(Slice.of(name)))
                .copy(HeaderName.RECORD_ROUTE)
                .write();
        var head = new String(answer.bytes().toBytes(), ISO_8859_1);
        var text = head.substring(0, head.indexOf("Content-Length")) + fields.replace("\n", "\r\n") + "Content-Length: "
                + body.length() + "\r\n\r\n" + body;
        line.send(text.getBytes(ISO_8859_1));
        return text;
    }

    /** The next that is not 100, and not the same again. */
    Heard hears() {
        var next = line.ear().next();
        boolean isTrying = next.isResponse() && next.status() == 100;
        return isTrying || !heard.add(next.text()) ? hears() : next;
    }

    /** What was heard beside that. */
    List<Heard> hasHeardBeside() {
        var rest = new ArrayList<Heard>();
        for (var next = line.ear().already();
                next.isPresent();
                next = line.ear().already()) {
            if (heard.add(next.get().text())) {
                rest.add(next.get());
            }
        }
        return List.copyOf(rest);
    }

    /** The fields that are not for proxies, as they stand and in their order, and the body. */
    static List<String> endToEnd(String text) {
        var heard = new Heard(text);
        return Stream.concat(
                        heard.fields().stream().filter(Correspondent::isEndToEnd), Stream.of("body: " + heard.body()))
                .toList();
    }

    private static boolean isEndToEnd(String field) {
        var fieldName = field.substring(0, field.indexOf(':')).strip();
        return HOP_BY_HOP.stream().noneMatch(other -> Heard.isNamed(fieldName, other));
    }

    /** Route fields of a request in the dialog that this message made, as its sender or its receiver uses them. */
    static String routes(Heard message, boolean asCaller) {
        var routes = new ArrayList<>(message.values("Record-Route"));
        var ordered = asCaller ? routes.reversed() : routes;
        var text = new StringBuilder();
        ordered.forEach(route -> text.append("Route: ").append(route).append('\n'));
        return text.toString();
    }

    @Override
    public void close() {
        line.close();
    }
}
