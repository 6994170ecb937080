package org.strowger.server.users;

import java.util.HashSet;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who is a user of the domains that are served, and who is not.
 *
 * @param users how many names there are in the domains that are served
 * @param overshadowed names that two sources know in one domain: the first source counts
 * @param elsewhere how many users there are of each other domain or realm
 */
public record Census(int users, SortedSet<String> overshadowed, SortedMap<String, Integer> elsewhere) {
    /** Of sources, the first of which counts where two know a name. */
    static Census of(List<Users> sources, List<ProtectionDomain> served) {
        var names = new HashSet<String>();
        var overshadowed = new TreeSet<String>();
        var elsewhere = new TreeMap<String, Integer>();
        for (int at = 0; at < sources.size(); at++) {
            var before = Users.joined(sources.subList(0, at));
            for (var account : sources.get(at).accounts()) {
                var homes = served.stream().filter(account::isOf).toList();
                if (homes.isEmpty()) {
                    elsewhere.merge(account.home(), 1, Integer::sum);
                } else {
                    names.add(account.name());
                }
                if (homes.stream().anyMatch(home -> before.has(account.name(), home))) {
                    overshadowed.add(account.name());
                }
            }
        }
        return new Census(names.size(), overshadowed, elsewhere);
    }
}
