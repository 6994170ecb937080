package org.strowger.server.simulation;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.strowger.server.exchange.CentralOffice;
import org.strowger.sip.message.HeaderName;
import org.strowger.sip.message.MalformedMessageException;
import org.strowger.sip.message.Method;
import org.strowger.sip.message.SipMessage;
import org.strowger.sip.message.SipRequest;
import org.strowger.sip.message.SipResponse;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.message.Tag;
import org.strowger.sip.message.Via;
import org.strowger.sip.transport.Flow;

/** A request on its way through the server, with its responses. Every method answers with a complaint, or nothing. */
final class Passage {
    /** What the server may take to send a refusal when the last branch is over: a connection that is not there is waited for. */
    private static final long MOST_THOUGHT_NANOS = TimeUnit.SECONDS.toNanos(4);

    private final Method method;
    /** By the branch that the server gave it. */
    private final Map<String, Copy> copies = new HashMap<>();

    private final Set<String> branchesOfSender = new HashSet<>();
    /** By the tags of final responses, whether they still have to be passed on. */
    private final Map<String, Boolean> due = new TreeMap<>();

    /** Where copies should go, and where they went. */
    private final Set<InetAddress> wanted = new HashSet<>();

    private final Set<InetAddress> reached = new HashSet<>();

    /** Codes and tags of what refused it: one, however often that is said. */
    private final Set<String> refusals = new HashSet<>();

    private final List<Integer> answers = new ArrayList<>();
    private boolean isCancelled;
    private long cameNanos;
    private long refusedNanos;
    private int vias;
    private int maxForwards;
    private String user = "";
    private String host = "";
    private int came;
    private int went;
    private InetAddress sender = InetAddress.getLoopbackAddress();

    Passage(Method method) {
        this.method = method;
    }

    /** The user it is for. */
    String user() {
        return user;
    }

    /** Whether it is for a user of ours. */
    boolean isForUser() {
        return host.equals(CentralOffice.DOMAIN);
    }

    void received(SipRequest request, InetAddress from, long atNanos) {
        sender = from;
        if (came == 0) {
            cameNanos = atNanos;
        }
        came++;
        branchesOfSender.add(branch(request, 0));
        vias = vias(request);
        maxForwards = request.maxForwards().orElse(0);
        if (request.requestUri() instanceof SipUri uri) {
            user = uri.userText().orElse("");
            host = uri.host().toString();
        }
    }

    /** A CANCEL for it came. */
    void cancelReceived() {
        isCancelled = true;
    }

    /** A copy of it leaves. */
    String forwarded(SipRequest copy, Flow flow, long atNanos) {
        went++;
        copies.computeIfAbsent(branch(copy, 0), _ -> new Copy(copy, flow, atNanos));
        if (branchesOfSender.isEmpty()) {
            return "a request that never came";
        }
        if (vias(copy) != vias + 1) {
            return "came with %d Vias and left with %d".formatted(vias, vias(copy));
        }
        if (copy.maxForwards().orElse(-1) != maxForwards - 1) {
            return "came with Max-Forwards %d and left with %s".formatted(maxForwards, copy.maxForwards());
        }
        return "";
    }

    /** A copy leaves for one of the phones of its user: those that were there when it came, or one that has come while they ring (§16.5). */
    String forkedTo(Flow flow, Set<InetAddress> registered) {
        var remote = flow.remote().getAddress();
        if (reached.isEmpty()) {
            wanted.addAll(registered);
        }
        boolean isKnown = wanted.contains(remote) || reached.contains(remote);
        reached.add(remote);
        if (isKnown) {
            return "";
        }
        if (answers.stream().anyMatch(answer -> answer >= 200)) {
            return "sent to %s, though answered with %s".formatted(remote, answers);
        }
        return registered.contains(remote) ? "" : "sent to %s, where %s is not registered".formatted(remote, user);
    }

    /** It leaves for one phone of its user, whichever. */
    String passedOnTo(Flow flow, Set<InetAddress> registered) {
        var remote = flow.remote().getAddress();
        return registered.contains(remote) ? "" : "passed on to %s, where %s is not registered".formatted(remote, user);
    }

    /** A CANCEL of the server's leaves for one of its copies. */
    String cancelled(SipRequest cancel, long atNanos) {
        var copy = copies.get(branch(cancel, 0));
        if (copy == null) {
            return "a CANCEL for nothing";
        }
        if (!copy.isProceeding()) {
            // "The CANCEL request SHOULD NOT be sent after a final response; MUST NOT before a provisional one" (§9.1)
            return copy.isCancelled() ? "" : "a CANCEL at the wrong time";
        }
        copy.cancelled(atNanos);
        return "";
    }

    /** Whether it was refused so long ago that an ACK for that finds nobody any more (timer H, §17.2.1). */
    boolean isForgotten(long atNanos) {
        return refusedNanos != 0 && atNanos - refusedNanos >= Copy.GIVE_UP_NANOS;
    }

    /** An ACK of the server's leaves for a response above 299. */
    String refusalAcknowledged(SipRequest ack) {
        var copy = copies.get(branch(ack, 0));
        return copy != null && copy.code() >= 300 ? "" : "an ACK of the server's own for nothing above 299";
    }

    void received(SipResponse response, long atNanos) {
        var copy = copies.get(branch(response, 0));
        copy.answered(response.status().code(), atNanos);
        boolean isOpen = answers.stream().noneMatch(code -> code >= 300);
        if (response.status().isSuccess() && isOpen && !copy.isGivenUp(atNanos)) {
            due.putIfAbsent(tag(response), true);
        }
    }

    String sent(SipResponse response, long atNanos) {
        int code = response.status().code();
        if (vias(response) != vias || !branchesOfSender.contains(branch(response, 0))) {
            return "%d goes back by another way than the request came".formatted(code);
        }
        boolean wasAnswered = answers.stream().anyMatch(answer -> answer >= 200);
        if (code < 200) {
            return wasAnswered ? "%d after %s".formatted(code, answers) : noted(code);
        }
        due.put(tag(response), false);
        boolean isRefusal = code >= 300;
        boolean isNew = isRefusal && refusals.add(code + " " + tag(response));
        if (isNew && wasAnswered) {
            return "%d after %s".formatted(code, answers);
        }
        noted(code);
        if (isNew) {
            refusedNanos = atNanos;
        }
        return isNew && method.equals(Method.INVITE) ? BestOf.complaint(copies.values(), code, atNanos) : "";
    }

    /**
     * What should have been sent and was not.
     *
     * @param gone where nobody is any more, so that sending there fails
     */
    String missing(Set<InetAddress> gone) {
        var open = due.keySet().stream().filter(due::get).toList();
        if (!open.isEmpty() && !gone.contains(sender)) {
            return "2xx came and were not passed on, with tags " + open;
        }
        if (method.equals(Method.ACK) && went < came && !isAt(gone)) {
            return "%d ACKs came and %d were passed on".formatted(came, went);
        }
        var unended = method.equals(Method.INVITE) ? unended(gone) : "";
        if (!unended.isEmpty()) {
            return unended;
        }
        return reached.containsAll(wanted) || wanted.stream().anyMatch(gone::contains)
                ? ""
                : "%s is registered at %s, and only %s was called".formatted(user, wanted, reached);
    }

    /** What of an INVITE did not end, or too late. */
    private String unended(Set<InetAddress> gone) {
        if (gone.contains(sender)) {
            return "";
        }
        boolean isAnswered = answers.stream().anyMatch(answer -> answer >= 200);
        // "A proxy MUST cancel any pending client transactions" (§16.10), and where another answered (§16.7 step 10)
        if (copies.values().stream().anyMatch(Copy::isLeftAlone)) {
            // a phone may ring as long as it likes where nobody ends it
            return isAnswered || isCancelled ? "a branch was left ringing without a CANCEL" : "";
        }
        if (!isAnswered) {
            return "never answered";
        }
        var overs = copies.values().stream().map(Copy::overNanos).toList();
        if (refusedNanos == 0 || overs.stream().anyMatch(OptionalLong::isEmpty)) {
            return "";
        }
        long over = overs.stream().mapToLong(OptionalLong::getAsLong).max().orElse(cameNanos + Copy.GIVE_UP_NANOS);
        return refusedNanos - over > MOST_THOUGHT_NANOS
                ? "refused %d ms after the last branch was over".formatted((refusedNanos - over) / 1_000_000)
                : "";
    }

    private boolean isAt(Set<InetAddress> gone) {
        return gone.stream().anyMatch(each -> each.getHostAddress().equals(host));
    }

    private String noted(int code) {
        answers.add(code);
        return "";
    }

    static int vias(SipMessage message) {
        return message.headers().values(HeaderName.VIA).size();
    }

    /** The branch of that Via, from the top. */
    static String branch(SipMessage message, int via) {
        try {
            return Via.parse(message.headers().values(HeaderName.VIA).get(via))
                    .branch()
                    .orElseThrow()
                    .toString();
        } catch (MalformedMessageException e) {
            throw new AssertionError(message.toString(), e);
        }
    }

    private static String tag(SipResponse response) {
        return response.toTag().map(Tag::toString).orElse("");
    }
}
