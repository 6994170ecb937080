package org.strowger.sip.message;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * A well-formed message made by chance, as unusual as the grammar allows, with what it must read as: paths of {@link Readings} and
 * their values.
 */
final class GeneratedMessage {
    private static final String TOKEN = "abcXYZ019-.!%*_+`'~";
    private static final String WORD = TOKEN + "()<>:\\\"/[]?{}";
    private static final String USER = "abcXYZ019-_.!~*'()&=+$,;?/";
    private static final String PARAMETER = "abcXYZ019-_.!~*'()[]/:&+$";
    private static final String HOST = "abcxyz019";
    private static final String[] SPACES = {"", "", "", " ", "\t", "  ", "\r\n ", " \r\n\t"};

    private final RandomGenerator random;
    private final List<String> fields = new ArrayList<>();
    private final Map<String, String> readings = new LinkedHashMap<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private GeneratedMessage(RandomGenerator random) {
        this.random = random;
        var startLine = random.nextInt(4) == 0 ? statusLine() : requestLine();
        addVias();
        add("From", "f", address("from"));
        add("To", "t", address("to"));
        addCallId();
        add(
                "CSeq",
                "CSeq",
                expect("cseq number", "" + random.nextLong(1L << 32)) + gap() + readings.get("cseq method"));
        addMaxForwards();
        addList("Contact", "m", "contact");
        addList("Route", "Route", "route");
        addUnknownFields();
        byte[] body = body();
        write(startLine, body);
    }

    static GeneratedMessage of(RandomGenerator random) {
        return new GeneratedMessage(random);
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    Map<String, String> readings() {
        return readings;
    }

    private String requestLine() {
        var method = random.nextBoolean() ? pick("INVITE", "REGISTER", "OPTIONS", "BYE", "ACK") : text(TOKEN, 12);
        readings.put("cseq method", method);
        return expect("method", method) + " " + uri("uri", true) + " SIP/2.0";
    }

    private String statusLine() {
        readings.put("cseq method", text(TOKEN, 8));
        var code = expect("status", "" + random.nextInt(100, 700));
        return "SIP/2.0 " + code + " " + expect("reason", pick("", "OK", "ja, schön! 100%", text(USER, 20)));
    }

    private void addVias() {
        List<String> values = new ArrayList<>();
        int count = random.nextInt(1, 5);
        expect("via count", "" + count);
        for (int i = 1; i <= count; i++) {
            var via = "via " + i + " ";
            var sentBy = expect(via + "host", host());
            var port = random.nextBoolean() ? expect(via + "port", "" + random.nextInt(65_536)) : "none";
            readings.put(via + "port", port);
            var parameter = new StringBuilder(separated(";")).append("branch").append(separated("="));
            parameter.append(expect(via + "branch", text(TOKEN, 20)));
            var flags = random.nextBoolean() ? separated(";") + "rport" : "";
            values.add("SIP" + separated("/") + "2.0" + separated("/")
                    + expect(via + "transport", pick("UDP", "TCP", "wss", text(TOKEN, 5)))
                    + gap() + sentBy + (port.equals("none") ? "" : separated(":") + port)
                    + genericParameters() + parameter + flags + genericParameters());
            readings.put(via + "rport", String.valueOf(!flags.isEmpty()));
        }
        addValues("Via", "v", values);
    }

    private void addCallId() {
        add("Call-ID", "i", expect("call-id", text(WORD, 30) + (random.nextBoolean() ? "@" + text(WORD, 10) : "")));
    }

    private void addMaxForwards() {
        if (readings.containsKey("method")) {
            readings.put("max-forwards", "none");
        }
        if (random.nextBoolean()) {
            var hops = "" + random.nextInt(256);
            readings.replace("max-forwards", hops);
            add("Max-Forwards", "Max-Forwards", "0".repeat(random.nextInt(3)) + hops);
        }
    }

    private void addList(String name, String compact, String path) {
        List<String> values = new ArrayList<>();
        int count = random.nextInt(4);
        expect(path + " count", "" + count);
        for (int i = 1; i <= count; i++) {
            values.add(address(path + " " + i));
        }
        addValues(name, compact, values);
    }

    private void addUnknownFields() {
        for (int i = random.nextInt(4); i > 0; i--) {
            var name = "X-" + i + text(TOKEN, 10);
            var value =
                    (pick("", "a", ";;,;", "\"", "大停電 ", "<x") + pick("", "\r\n b", " c \t d", "é,", "\\\"")).strip();
            readings.put("field " + name, value);
            add(name, name, value);
        }
    }

    private byte[] body() {
        byte[] body = new byte[random.nextBoolean() ? 0 : random.nextInt(200)];
        random.nextBytes(body);
        expect("body", "" + body.length);
        boolean hasLength = random.nextInt(4) > 0;
        if (hasLength) {
            add("Content-Length", "l", "" + body.length);
        }
        return body;
    }

    private String address(String path) {
        var uri = uri(path + " uri", false);
        boolean isPlain =
                random.nextInt(4) == 0 && uri.indexOf(',') < 0 && uri.indexOf(';') < 0 && uri.indexOf('?') < 0;
        var address = isPlain ? uri : displayName(path) + "<" + uri + ">";
        if (isPlain) {
            readings.put(path + " name", "none");
        }
        var tag = random.nextBoolean() ? text(TOKEN, 10) : "none";
        readings.put(path + " tag", tag);
        var tagParameter = tag.equals("none") ? "" : separated(";") + anyCase("tag") + separated("=") + tag;
        return address + genericParameters() + tagParameter + genericParameters();
    }

    private String displayName(String path) {
        return switch (random.nextInt(4)) {
            case 0 -> {
                readings.put(path + " name", "none");
                yield "";
            }
            case 1 -> expect(path + " name", text(TOKEN, 8)) + space();
            case 2 -> expect(path + " name", text(TOKEN, 8) + " " + text(TOKEN, 8)) + space();
            default ->
                QuotedString.quoted(expect(path + " name", pick("", "a\"b", "<sip:x@y>, z", "ü\\", "a;b", "T. Watson")))
                        + space();
        };
    }

    private String uri(String path, boolean isRequestUri) {
        if (random.nextInt(8) == 0) {
            return expect(path, pick("urn:service:sos", "tel:+1-201-555-0123;x=y", "http://h/p", "x.y+z-1:%00"));
        }
        var uri = new StringBuilder(pick("sip:", "sips:", "SIP:"));
        if (random.nextInt(4) > 0) {
            uri.append(text(USER, 12))
                    .append(pick("", "%00", "%C3%BC", "%40"))
                    .append(pick("", "", ":", ":pass"))
                    .append('@');
        }
        uri.append(expect(path + " host", host()));
        if (random.nextBoolean()) {
            uri.append(':').append(expect(path + " port", "" + random.nextInt(65_536)));
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            uri.append(';').append(text(PARAMETER, 8)).append(random.nextBoolean() ? "=" + text(PARAMETER, 8) : "");
        }
        if (!isRequestUri && random.nextInt(4) == 0) {
            uri.append("?Subject=").append(expect(path + " headers", "x%20y").substring(0, 5));
            readings.put(path + " headers", "Subject=x%20y");
        }
        return expect(path, uri.toString());
    }

    private String host() {
        return switch (random.nextInt(5)) {
            case 0 -> random.nextInt(256) + ".0." + random.nextInt(256) + ".1";
            case 1 -> pick("[::1]", "[2001:db8::9:1]", "[::ffff:192.0.2.1]", "[1:2:3:4:5:6:7:8]");
            case 2 -> "a_b-c." + text(HOST, 5) + ".example.com.";
            default -> "h" + text(HOST, 10);
        };
    }

    private String genericParameters() {
        var parameters = new StringBuilder();
        for (int i = random.nextInt(3); i > 0; i--) {
            parameters.append(separated(";")).append("x").append(text(TOKEN, 6));
            switch (random.nextInt(4)) {
                case 0 -> parameters.append(separated("=")).append(text(TOKEN, 10));
                case 1 ->
                    parameters.append(separated("=")).append(QuotedString.quoted(pick("", "a;b=\"c\"", "<,>", "ü")));
                case 2 -> parameters.append(separated("=")).append(host());
                default -> parameters.append("");
            }
        }
        return parameters.toString();
    }

    private void addValues(String name, String compact, List<String> values) {
        var field = new StringBuilder();
        for (var value : values) {
            boolean startsField = field.isEmpty() || random.nextBoolean();
            if (startsField && !field.isEmpty()) {
                add(name, compact, field.toString());
                field.setLength(0);
            }
            field.append(startsField ? "" : separated(",")).append(value);
        }
        if (!field.isEmpty()) {
            add(name, compact, field.toString());
        }
    }

    private void add(String name, String compact, String value) {
        var spelled = anyCase(random.nextInt(3) == 0 ? compact : name);
        fields.add(spelled + pick("", "", " ", "\t") + ":" + space() + value + pick("", "", " ", "\t", "\r\n "));
    }

    private void write(String startLine, byte[] body) {
        readings.put("cseq", readings.remove("cseq number") + " " + readings.remove("cseq method"));
        shuffleKeepingOrderOfNames();
        var head = startLine + "\r\n" + String.join("\r\n", fields) + "\r\n\r\n";
        bytes.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(body);
        readings.put("bytes", "" + bytes.size());
    }

    /** Fields of different names may stand in any order; those of one name may not. */
    private void shuffleKeepingOrderOfNames() {
        for (int i = 1; i < fields.size(); i++) {
            boolean differ = !nameOf(fields.get(i)).equals(nameOf(fields.get(i - 1)));
            if (differ && random.nextBoolean()) {
                fields.set(i, fields.set(i - 1, fields.get(i)));
            }
        }
    }

    private static HeaderName nameOf(String field) {
        return HeaderName.of(field.substring(0, field.indexOf(':')).strip());
    }

    private String expect(String path, String value) {
        readings.put(path, value);
        return value;
    }

    private String separated(String separator) {
        return space() + separator + space();
    }

    private String space() {
        return pick(SPACES);
    }

    private String gap() {
        return pick(" ", "\t", "  ", "\r\n ");
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private String text(String alphabet, int most) {
        var text = new StringBuilder();
        for (int i = random.nextInt(1, most + 1); i > 0; i--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private String anyCase(String name) {
        return switch (random.nextInt(3)) {
            case 0 -> name.toLowerCase(Locale.ROOT);
            case 1 -> name.toUpperCase(Locale.ROOT);
            default -> name;
        };
    }
}
