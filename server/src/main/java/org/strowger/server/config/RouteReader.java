package org.strowger.server.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;
import org.strowger.server.routing.Action;
import org.strowger.server.routing.AddressRange;
import org.strowger.server.routing.Condition;
import org.strowger.server.routing.Glob;
import org.strowger.server.routing.Rule;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Slice;
import org.strowger.sip.message.Status;
import org.strowger.sip.proxy.flow.Edge;

/** The list {@code routes}: a condition and one action each. */
final class RouteReader {
    private static final String EDGE = "edge";
    private static final String STATELESS = "stateless";
    private static final Set<String> ACTIONS = new TreeSet<>(Set.of("forward", "registered", "reject", "redirect"));
    private static final Set<String> KEYS =
            new TreeSet<>(Set.of("when", "forward", "registered", "reject", "redirect", EDGE, STATELESS));
    private static final Set<String> CONDITIONS = new TreeSet<>(Set.of("method", "user", "domain", "source"));
    private static final String EDGES = "true, false or required";
    private static final Pattern REJECTION = Pattern.compile("([4-6]\\d\\d)(?:\\s+(\\P{Cntrl}+))?");

    private final Document document;
    private final Values values;

    RouteReader(Document document) {
        this.document = document;
        this.values = new Values(document);
    }

    List<Rule> read(List<Node> nodes) {
        var rules = new ArrayList<Rule>();
        for (var node : nodes) {
            warnUnreachable(rules, node);
            rule(node).ifPresent(rules::add);
        }
        return rules;
    }

    /** A rule behind one that always decides never acts: a mistake of the operator's. */
    private void warnUnreachable(List<Rule> before, Node node) {
        if (!before.isEmpty() && before.getLast().when().equals(Condition.ALWAYS)) {
            document.problem(node, "this route is never reached: the one before it has no \"when\" and always decides");
        }
    }

    private Optional<Rule> rule(Node node) {
        var section = Section.of(document, node, KEYS);
        var when = section.value("when").map(this::condition).orElse(Condition.ALWAYS);
        var named = section.values().keySet().stream().filter(ACTIONS::contains).toList();
        if (named.size() != 1) {
            document.problem(
                    node,
                    "expected exactly one of " + String.join(", ", ACTIONS) + " in a route, found "
                            + (named.isEmpty() ? "none" : String.join(" and ", named)));
            return Optional.empty();
        }
        return section.value(named.getFirst())
                .flatMap(value -> action(named.getFirst(), value))
                .map(action -> new Rule(when, statelessly(section, atTheEdge(section, action))));
    }

    private Condition condition(Node node) {
        var section = Section.of(document, node, CONDITIONS);
        return new Condition(
                new LinkedHashSet<>(list(section, "method", "a method such as INVITE", RouteReader::method)),
                list(section, "user", "a pattern such as 0*", Glob::new),
                list(section, "domain", "a pattern such as *.example.com", Glob::new),
                list(section, "source", "an IP address or a range", AddressRange::parse));
    }

    private <T> List<T> list(Section section, String key, String expected, Function<String, T> parser) {
        var node = section.value(key);
        if (node.isEmpty()) {
            return List.of();
        }
        var found = new ArrayList<T>();
        for (var scalar : values.texts(node.get(), expected)) {
            values.parsed(scalar, expected, parser).ifPresent(found::add);
        }
        return found;
    }

    private static Method method(String name) {
        if (!name.matches("[A-Z][A-Z0-9_.-]*")) {
            throw new IllegalArgumentException("expected a method such as INVITE, in capitals, found \"" + name + "\"");
        }
        return Method.of(Slice.of(name));
    }

    private Optional<Action> action(String key, Node value) {
        return switch (key) {
            case "forward" -> forward(value);
            case "registered" -> registered(value);
            case "redirect" -> uri(value).map(Action.Redirect::new);
            default -> rejection(value);
        };
    }

    private Optional<Action> forward(Node value) {
        var text = values.text(value, "a SIP URI, or request-uri");
        if (text.isPresent() && text.get().equals("request-uri")) {
            return Optional.of(new Action.ForwardToRequestUri());
        }
        return text.isEmpty() ? Optional.empty() : uri(value).map(gateway -> new Action.ForwardTo(gateway));
    }

    /** What the key {@code edge} adds to an action; it makes sense for a next hop that is named, and for no other action. */
    private Action atTheEdge(Section section, Action action) {
        var value = section.value(EDGE);
        if (value.isEmpty()) {
            return action;
        }
        var edge = edge(value.get());
        if (action instanceof Action.ForwardTo(var gateway, var _, var _)) {
            return edge.<Action>map(known -> new Action.ForwardTo(gateway, known))
                    .orElse(action);
        }
        document.problem(
                section.key(EDGE),
                "\"edge\" needs the registrar's address beside it, as in forward: sip:home.example.com;lr");
        return action;
    }

    /** What the key {@code stateless} adds to an action; an edge has to remember flows in what it writes into a request. */
    private Action statelessly(Section section, Action action) {
        boolean stateless = section.value(STATELESS).flatMap(values::flag).orElse(false);
        if (!stateless) {
            return action;
        }
        if (action instanceof Action.ForwardTo(var gateway, var edge, var _) && edge == Edge.FLOWS) {
            return new Action.ForwardTo(gateway, Edge.NONE, true);
        }
        document.problem(
                section.key(STATELESS),
                "\"stateless\" needs a next hop beside it and no edge, as in forward: sip:core.example.com;lr");
        return action;
    }

    private Optional<Edge> edge(Node value) {
        return values.text(value, EDGES).flatMap(text -> switch (text) {
            case "true", "on", "yes" -> Optional.of(Edge.SUPPORTED);
            case "required" -> Optional.of(Edge.REQUIRED);
            case "false", "off", "no" -> Optional.of(Edge.NONE);
            default -> values.<Edge>refuse(value, EDGES);
        });
    }

    private Optional<Action> registered(Node value) {
        if (values.flag(value).orElse(true)) {
            return Optional.of(new Action.ToBindings());
        }
        return values.refuse(value, "registered: true (leave the route out otherwise)");
    }

    private Optional<Action> rejection(Node value) {
        return values.parsed(value, "a status and a reason such as 403 Forbidden", text -> {
            var matcher = REJECTION.matcher(text);
            if (!matcher.matches()) {
                throw new IllegalArgumentException(
                        "expected a status from 400 to 699 and a reason such as 403 Forbidden, found \"" + text + "\"");
            }
            var status = Status.of(Integer.parseInt(matcher.group(1)));
            return new Action.Refuse(matcher.group(2) == null ? status : status.withReason(matcher.group(2)));
        });
    }

    private Optional<SipUri> uri(Node value) {
        return values.parsed(value, "a SIP URI such as sip:gateway.example.com:5070", text -> {
            try {
                return SipUri.parse(text);
            } catch (MalformedMessageException malformed) {
                throw new IllegalArgumentException(
                        "expected a SIP URI such as sip:gateway.example.com:5070, found \"" + text + "\" ("
                                + malformed.getMessage() + ")",
                        malformed);
            }
        });
    }
}
