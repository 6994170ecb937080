package org.strowger.sip.message;

import java.util.List;
import java.util.Optional;

/** What a message reads as, by a path such as {@code contact 2 uri user}: for tables of expectations. */
final class Readings {
    private Readings() {}

    /** The text that stands there; "none" if nothing does. */
    static String of(SipMessage message, String path) throws MalformedMessageException {
        var words = List.of(path.split(" "));
        var rest = words.subList(1, words.size());
        return switch (words.getFirst()) {
            case "from" -> address(single(message, HeaderName.FROM), rest);
            case "to" -> address(single(message, HeaderName.TO), rest);
            case "via" -> via(message, rest);
            case "contact" -> address(NameAddr.all(message.headers(), HeaderName.CONTACT), rest);
            case "route" -> address(NameAddr.all(message.headers(), HeaderName.ROUTE), rest);
            case "field" -> text(message.headers().value(HeaderName.of(rest.getFirst())));
            case "values" ->
                message.headers().values(HeaderName.of(rest.getFirst())).toString();
            case "call-id" -> message.callId().toString();
            case "cseq" ->
                message.cseq().number() + " " + message.cseq().method().name();
            case "body" -> String.valueOf(message.body().length());
            case "bytes" -> String.valueOf(message.bytes().length());
            default -> startLine(message, words);
        };
    }

    private static String startLine(SipMessage message, List<String> words) {
        return switch (message) {
            case SipRequest request ->
                switch (words.getFirst()) {
                    case "method" -> request.method().name();
                    case "uri" -> uri(request.requestUri(), words.subList(1, words.size()));
                    case "max-forwards" ->
                        request.maxForwards().isPresent()
                                ? "" + request.maxForwards().getAsInt()
                                : "none";
                    default -> throw new IllegalArgumentException(words.toString());
                };
            case SipResponse response ->
                switch (words.getFirst()) {
                    case "status" -> String.valueOf(response.status().code());
                    case "reason" -> response.status().reason();
                    case "vias" -> String.valueOf(response.viaCount());
                    default -> throw new IllegalArgumentException(words.toString());
                };
        };
    }

    private static List<NameAddr> single(SipMessage message, HeaderName name) throws MalformedMessageException {
        return List.of(NameAddr.parse(message.headers().value(name).orElseThrow()));
    }

    private static String address(List<NameAddr> all, List<String> words) throws MalformedMessageException {
        if (words.getFirst().equals("count")) {
            return String.valueOf(all.size());
        }
        boolean isNumbered = Character.isDigit(words.getFirst().charAt(0));
        var address = all.get(isNumbered ? Integer.parseInt(words.getFirst()) - 1 : 0);
        var rest = isNumbered ? words.subList(1, words.size()) : words;
        return switch (rest.getFirst()) {
            case "name" -> address.displayName().orElse("none");
            case "uri" -> uri(address.uri(), rest.subList(1, rest.size()));
            case "tag" -> text(address.tag());
            case "q" -> String.valueOf(new Contact.Address(address).qThousandths());
            case "parameter" -> text(address.parameters().value(rest.get(1)));
            default -> throw new IllegalArgumentException(rest.toString());
        };
    }

    private static String uri(Uri uri, List<String> words) {
        if (words.isEmpty()) {
            return uri.toString();
        }
        var sip = (SipUri) uri;
        return switch (words.getFirst()) {
            case "user" -> sip.userText().orElse("none");
            case "password" -> text(sip.password());
            case "host" -> sip.host().toString();
            case "port" -> sip.port().isPresent() ? String.valueOf(sip.port().getAsInt()) : "none";
            case "parameter" -> text(sip.parameters().value(words.get(1)));
            case "lr" -> String.valueOf(sip.isLooseRouter());
            case "headers" -> sip.headers().toString();
            default -> throw new IllegalArgumentException(words.toString());
        };
    }

    private static String via(SipMessage message, List<String> words) throws MalformedMessageException {
        var values = message.headers().values(HeaderName.VIA);
        if (words.getFirst().equals("count")) {
            return String.valueOf(values.size());
        }
        int index = Integer.parseInt(words.getFirst()) - 1;
        var via = index == 0 ? message.topVia() : Via.parse(values.get(index));
        return switch (words.get(1)) {
            case "transport" -> via.transport().toString();
            case "host" -> via.host().toString();
            case "port" -> via.port().isPresent() ? String.valueOf(via.port().getAsInt()) : "none";
            case "branch" -> text(via.branch());
            case "unique" -> String.valueOf(via.branch().map(Branch::isUnique).orElse(false));
            case "received" -> text(via.received());
            case "rport" -> String.valueOf(via.hasRport());
            default -> throw new IllegalArgumentException(words.toString());
        };
    }

    private static String text(Optional<?> value) {
        return value.map(Object::toString).orElse("none");
    }
}
