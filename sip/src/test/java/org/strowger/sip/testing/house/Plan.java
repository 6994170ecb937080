package org.strowger.sip.testing.house;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Who may lean on whom: for each room of one root package, the rooms below it.
 *
 * @param root the package whose sub-packages are the rooms, such as {@code org.strowger.sip}
 * @param below for each room the packages it may depend on besides itself, by their full names
 */
public record Plan(String root, Map<String, List<String>> below) {
    private static final String OURS = "org.strowger";

    /**
     * Reads a table of lines {@code room | room room …}, where a dash stands for nothing.
     *
     * @param shorthands names that stand for several rooms, or for rooms of another root, by their full names
     */
    public static Plan of(String root, Map<String, List<String>> shorthands, String table) {
        Map<String, List<String>> below = new LinkedHashMap<>();
        table.lines().map(line -> line.split("\\|", 2)).forEach(columns -> {
            var rooms = Arrays.stream(columns[1].strip().split("\\s+"))
                    .filter(room -> !room.equals("-"))
                    .flatMap(room -> shorthands.getOrDefault(room, List.of(root + "." + room)).stream())
                    .toList();
            below.put(columns[0].strip(), rooms);
        });
        return new Plan(root, below);
    }

    /** One rule per room: it depends on itself, on the rooms below it, and on what is not ours. */
    public void checkThatRoomsLeanOnlyOnTheRoomsBelow(JavaClasses house) {
        below.keySet().forEach(room -> leansDownwards(room).check(house));
    }

    private ArchRule leansDownwards(String room) {
        String[] allowed = Stream.concat(Stream.of(root + "." + room), below.get(room).stream())
                .map(name -> name + "..")
                .toArray(String[]::new);
        return classes()
                .that()
                .resideInAPackage(root + "." + room + "..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(allowed).or(not(resideInAnyPackage(OURS + ".."))))
                .as(room + " leans only on itself and on " + below.get(room))
                .allowEmptyShould(true);
    }

    /** A package that the plan does not know is a room nobody planned. */
    public void checkThatEveryRoomIsPlanned(JavaClasses house) {
        String[] planned =
                below.keySet().stream().map(room -> root + "." + room + "..").toArray(String[]::new);
        classes().should().resideInAnyPackage(planned).allowEmptyShould(true).check(house);
    }

    /** No two rooms lean on each other, not even by a detour. */
    public void checkThatThereAreNoCycles(JavaClasses house) {
        slices().matching(root + ".(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(house);
    }
}
