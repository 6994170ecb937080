package org.strowger.server.cli;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.strowger.sip.message.SipUri;
import org.strowger.sip.transport.Listen;
import org.strowger.sip.ua.UserAgentSettings;
import picocli.CommandLine.Option;

/** What all commands need that are a phone for a while: who they are and which way they go. */
final class AgentOptions {
    private static final String NOBODY = "sip:anonymous@anonymous.invalid";

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "The name that goes with the password. Default: the user of the address.")
    private @Nullable String user;

    @Option(
            names = "--password",
            paramLabel = "PASSWORD",
            description = "Answers challenges. Others may see it in the list of processes.")
    private @Nullable String password;

    @Option(
            names = "--proxy",
            paramLabel = "URI",
            description = "Send everything through this proxy, such as sip:127.0.0.1:5060.")
    private @Nullable SipUri proxy;

    @Option(
            names = "--listen",
            paramLabel = "POINT",
            description = "Where to listen, such as udp://127.0.0.1:5062; may be repeated.")
    private List<Listen> listen = List.of();

    /**
     * What an agent of that address is made from.
     *
     * @param otherwise where it listens if nothing is said
     */
    UserAgentSettings settings(SipUri addressOfRecord, List<Listen> otherwise) {
        var settings = UserAgentSettings.of(addressOfRecord).listening(listen.isEmpty() ? otherwise : listen);
        if (proxy != null) {
            settings = settings.through(proxy);
        }
        var name = Optional.ofNullable(user).or(addressOfRecord::userText).orElse("");
        return password == null ? settings : settings.withAccount(name, password);
    }

    /** Who calls, if it is not said: the user, at home where he calls; otherwise nobody. */
    SipUri caller(SipUri target) {
        if (user == null) {
            return UserAgentSettings.of(NOBODY).addressOfRecord();
        }
        return SipUri.of(user, target.host().toString(), target.port().orElse(0));
    }

    /** Any free port of all addresses. */
    static List<Listen> anywhere() {
        return Listen.everywhere(0);
    }
}
