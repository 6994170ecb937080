package org.strowger.sip.testing.house;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.strowger.sip.loop.Clock;

/** What holds in every room, whatever it leans on. Each rule names the rooms that are excepted. */
public final class Rules {
    private static final Set<String> SLEEPS = Set.of("java.lang.Thread.sleep", "java.util.concurrent.TimeUnit.sleep");
    private static final Set<String> CLOCKS = Set.of(
            "java.lang.System.nanoTime",
            "java.lang.System.currentTimeMillis",
            "java.util.Date.<init>",
            "java.util.Calendar.getInstance");

    private static final Pattern CLOCK_MADE = Pattern.compile("java\\.time\\.Clock\\.(system|tick).*");

    private static final Pattern SOCKETS = Pattern.compile("java\\.net\\.(\\w*Socket|\\w*URLConnection|http\\..*)"
            + "|javax\\.net\\..*|com\\.sun\\.net\\.httpserver\\..*|io\\.netty\\..*|org\\.xbill\\..*"
            + "|java\\.nio\\.channels\\.(?!File|Closed|Readable|Writable)\\w+");
    private static final Pattern LOCKS = Pattern.compile("java\\.util\\.concurrent\\.(locks|atomic)\\..*"
            + "|java\\.util\\.concurrent\\.(Concurrent\\w+|CopyOnWrite\\w+|\\w*BlockingQueue|\\w*BlockingDeque)"
            + "|java\\.util\\.concurrent\\.(CountDownLatch|CyclicBarrier|Phaser|Semaphore|Exchanger)"
            + "|org\\.jctools\\..*");

    /** How a VarHandle of a field or of elements is made; one that reads several bytes of an array at once shares nothing. */
    private static final Pattern SHARED_FIELD = Pattern.compile(
            "java\\.lang\\.invoke\\.MethodHandles(\\$Lookup)?\\.(find\\w*VarHandle|unreflectVarHandle|arrayElementVarHandle)");

    private static final Pattern SKIPS = Pattern.compile("org\\.junit\\.jupiter\\.api\\.Disabled"
            + "|org\\.junit\\.jupiter\\.api\\.condition\\..*|org\\.junit\\.jupiter\\.api\\.Assumptions"
            + "|org\\.assertj\\.core\\.api\\.Assumptions|org\\.opentest4j\\.TestAbortedException");

    private Rules() {}

    /** Only {@code rooms} may read a clock or wait on one; everywhere else time is a parameter or an event. */
    public static ArchRule onlyTheseReadAClock(String... rooms) {
        return noClasses().that(resideOutside(rooms)).should(access("a clock", Rules::isClock));
    }

    /** Only {@code rooms} may let time pass before they go on, as one does while messages gather. */
    public static ArchRule onlyTheseLetTimePass(String... rooms) {
        return noClasses().that(resideOutside(rooms)).should().callMethod(Clock.class, "pause", Duration.class);
    }

    /** Only {@code rooms} may touch the network. */
    public static ArchRule onlyTheseTouchTheNetwork(String... rooms) {
        return noClasses().that(resideOutside(rooms)).should().dependOnClassesThat(areNamed("a socket", SOCKETS));
    }

    /** Only {@code rooms} may use locks, atomics and concurrent collections; see {@link Sources} for the keywords. */
    public static ArchRule onlyTheseShareState(String... rooms) {
        return noClasses()
                .that(resideOutside(rooms))
                .should()
                .dependOnClassesThat(areNamed("a lock", LOCKS))
                .orShould(access("a field that is shared", Rules::isSharedField));
    }

    /** Only {@code rooms} may touch foreign memory and call foreign functions. */
    public static ArchRule onlyTheseLeaveJava(String... rooms) {
        return noClasses()
                .that(resideOutside(rooms))
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.lang.foreign.."));
    }

    /** {@code rooms} decide and compute; they do not log. */
    public static ArchRule theseDoNotLog(String... rooms) {
        return noClasses()
                .that(resideInAnyPackage(rooms))
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.slf4j..", "java.util.logging..", "ch.qos.logback.."))
                .allowEmptyShould(true);
    }

    /** A test that does not run proves nothing and looks as if it did. */
    public static ArchRule noTestIsSkipped() {
        return noClasses().should().dependOnClassesThat(areNamed("a reason to skip a test", SKIPS));
    }

    /** The build runs classes of that name and no others. */
    public static ArchRule testsAreFound() {
        return classes()
                .that(describe("have tests", Rules::hasTests))
                .and()
                .areTopLevelClasses()
                .should()
                .haveSimpleNameEndingWith("Test");
    }

    private static boolean isSharedField(JavaAccess<?> access) {
        return SHARED_FIELD
                .matcher(access.getTargetOwner().getName() + "." + access.getName())
                .matches();
    }

    private static boolean isClock(JavaAccess<?> access) {
        var owner = access.getTargetOwner();
        var name = owner.getName() + "." + access.getName();
        if (owner.getPackageName().equals("java.time")) {
            return access.getName().equals("now") || CLOCK_MADE.matcher(name).matches();
        }
        return SLEEPS.contains(name)
                || (CLOCKS.contains(name) && access.getTarget().getFullName().endsWith("()"));
    }

    private static boolean hasTests(JavaClass type) {
        return type.getMethods().stream().anyMatch(Rules::isTest);
    }

    private static boolean isTest(JavaMethod method) {
        return method.getAnnotations().stream()
                .map(annotation -> annotation.getRawType())
                .anyMatch(type -> type.getName().equals("org.junit.jupiter.api.Test")
                        || type.isAnnotatedWith("org.junit.jupiter.api.TestTemplate")
                        || type.getName().equals("org.junit.jupiter.api.TestFactory"));
    }

    private static DescribedPredicate<JavaClass> resideOutside(String... rooms) {
        return DescribedPredicate.not(resideInAnyPackage(rooms));
    }

    private static DescribedPredicate<JavaClass> areNamed(String what, Pattern pattern) {
        return describe("are " + what, type -> pattern.matcher(type.getName()).matches());
    }

    private static ArchCondition<JavaClass> access(String what, Predicate<JavaAccess<?>> forbidden) {
        return new ArchCondition<>("read " + what) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getAccessesFromSelf().stream()
                        .filter(forbidden)
                        .forEach(access -> events.add(SimpleConditionEvent.satisfied(access, access.getDescription())));
            }
        };
    }
}
