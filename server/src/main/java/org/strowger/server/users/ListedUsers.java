package org.strowger.server.users;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.strowger.sip.auth.Algorithm;
import org.strowger.sip.auth.HashedA1;

/**
 * Users as the operator lists them: {@code alice@example.com} is a user of that domain, {@code alice} one of every domain of ours (where
 * both are listed, the first counts in that domain). Immutable.
 */
public final class ListedUsers implements Users {
    private final Map<String, Secret> secrets;

    private ListedUsers(Map<String, Secret> secrets) {
        this.secrets = secrets;
    }

    /** @throws IllegalArgumentException if one of the names cannot be a user's */
    public static ListedUsers of(Map<String, Secret> secrets) {
        var listed = HashMap.<String, Secret>newHashMap(secrets.size());
        secrets.forEach((name, secret) -> listed.put(key(name), secret));
        return new ListedUsers(listed);
    }

    /** The name as it is looked up: its domain in lower case. */
    static String key(String name) {
        if (!UserNames.isUsable(name)) {
            throw new IllegalArgumentException("expected " + UserNames.EXPECTED);
        }
        int at = name.lastIndexOf('@');
        return at < 0 ? name : name.substring(0, at) + name.substring(at).toLowerCase(Locale.ROOT);
    }

    @Override
    public boolean has(String name, ProtectionDomain domain) {
        return find(name, domain).isPresent();
    }

    @Override
    public Optional<HashedA1> secret(String name, ProtectionDomain domain, Algorithm algorithm) {
        return find(name, domain).flatMap(secret -> secret.hashed(name, domain.realm(), algorithm));
    }

    private Optional<Secret> find(String name, ProtectionDomain domain) {
        var ofDomain = secrets.get(name + '@' + domain.domain());
        if (ofDomain != null) {
            return Optional.of(ofDomain);
        }
        // a plain name only: "alice@b.example" sent as a name must not find the user of another domain
        return name.indexOf('@') < 0 ? Optional.ofNullable(secrets.get(name)) : Optional.empty();
    }

    @Override
    public int size() {
        return secrets.size();
    }

    @Override
    public List<Account> accounts() {
        return secrets.keySet().stream().map(ListedUsers::account).toList();
    }

    private static Account account(String key) {
        int at = key.lastIndexOf('@');
        return at < 0
                ? new Account(key, Optional.empty(), Optional.empty())
                : new Account(key.substring(0, at), Optional.of(key.substring(at + 1)), Optional.empty());
    }
}
