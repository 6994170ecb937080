package org.strowger.sip.testing.house;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Modifier;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * The sources as javac's parser sees them, walked once.
 *
 * @param outOfBounds methods and types over a ceiling or with an empty word for a name
 * @param sharedState places that say {@code synchronized} or {@code volatile}
 */
record Shapes(List<String> outOfBounds, List<String> sharedState) {
    private static final int LINES_PER_METHOD = 40;
    private static final int PARAMETERS = 5;
    private static final int NESTING = 3;
    private static final Set<Tree.Kind> NESTING_KINDS = EnumSet.of(
            Tree.Kind.IF,
            Tree.Kind.FOR_LOOP,
            Tree.Kind.ENHANCED_FOR_LOOP,
            Tree.Kind.WHILE_LOOP,
            Tree.Kind.DO_WHILE_LOOP,
            Tree.Kind.SWITCH,
            Tree.Kind.SWITCH_EXPRESSION,
            Tree.Kind.TRY,
            Tree.Kind.SYNCHRONIZED);
    private static final Set<String> EMPTY_WORDS =
            Set.of("Manager", "Helper", "Helpers", "Util", "Utils", "Impl", "Processor", "Data", "Info", "Base");

    static Shapes read(List<Path> files) {
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var sources = compiler.getStandardFileManager(null, null, null)) {
            var task = (JavacTask) compiler.getTask(
                    null, sources, null, List.of("-proc:none"), null, sources.getJavaFileObjectsFromPaths(files));
            var shapes = new Shapes(new ArrayList<>(), new ArrayList<>());
            var positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                new Walk(unit, positions, shapes).scan(unit, null);
            }
            return shapes;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** One walk through one file. */
    private static final class Walk extends TreeScanner<@Nullable Void, @Nullable Void> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final Shapes shapes;
        /** Each stands beside its "if", not inside it. */
        private final Set<Tree> elseIfs = new HashSet<>();

        private int depth;

        Walk(CompilationUnitTree unit, SourcePositions positions, Shapes shapes) {
            this.unit = unit;
            this.positions = positions;
            this.shapes = shapes;
        }

        @Override
        public @Nullable Void scan(@Nullable Tree tree, @Nullable Void nothing) {
            if (tree == null) {
                return null;
            }
            look(tree);
            int outside = depth;
            depth = depthInside(tree);
            super.scan(tree, null);
            depth = outside;
            return null;
        }

        private int depthInside(Tree tree) {
            if (tree instanceof ClassTree || tree instanceof MethodTree) {
                return 0;
            }
            if (!NESTING_KINDS.contains(tree.getKind()) || elseIfs.contains(tree)) {
                return depth;
            }
            if (depth == NESTING) {
                outOfBounds(tree, "nested deeper than " + NESTING);
            }
            return depth + 1;
        }

        private void look(Tree tree) {
            switch (tree) {
                case ClassTree type -> lookAtName(type);
                case MethodTree method -> lookAtSize(method);
                case IfTree choice when choice.getElseStatement() instanceof IfTree next -> elseIfs.add(next);
                case SynchronizedTree block -> shapes.sharedState.add(place(block) + "synchronized");
                case ModifiersTree modifiers -> lookAtFlags(modifiers);
                default -> {}
            }
        }

        private void lookAtName(ClassTree type) {
            var name = type.getSimpleName();
            Arrays.stream(name.toString().split("(?<=[a-z0-9])(?=[A-Z])|_"))
                    .filter(EMPTY_WORDS::contains)
                    .forEach(word -> outOfBounds(type, "\"" + word + "\" says nothing in " + name));
        }

        private void lookAtSize(MethodTree method) {
            int parameters = method.getParameters().size();
            if (parameters > PARAMETERS && !isConstructor(method) && !isTable(method)) {
                outOfBounds(method, method.getName() + " has " + parameters + " parameters");
            }
            var body = method.getBody();
            if (body != null && linesOf(body) > LINES_PER_METHOD) {
                outOfBounds(method, method.getName() + " has " + linesOf(body) + " lines");
            }
        }

        /** It takes what the object holds, as a record does. */
        private static boolean isConstructor(MethodTree method) {
            return method.getReturnType() == null;
        }

        /** A test takes the columns of its table. */
        private static boolean isTable(MethodTree method) {
            return method.getModifiers().getAnnotations().stream()
                    .anyMatch(annotation ->
                            annotation.getAnnotationType().toString().equals("ParameterizedTest"));
        }

        private void lookAtFlags(ModifiersTree modifiers) {
            var flags = modifiers.getFlags();
            if (flags.contains(Modifier.VOLATILE) || flags.contains(Modifier.SYNCHRONIZED)) {
                shapes.sharedState.add(place(modifiers) + flags);
            }
        }

        private long linesOf(BlockTree body) {
            return line(positions.getEndPosition(unit, body)) - line(positions.getStartPosition(unit, body)) + 1;
        }

        private long line(long position) {
            return unit.getLineMap().getLineNumber(position);
        }

        private void outOfBounds(Tree tree, String what) {
            shapes.outOfBounds.add(place(tree) + what);
        }

        private String place(Tree tree) {
            var file = Path.of(unit.getSourceFile().getName());
            return file.getFileName() + ":" + line(positions.getStartPosition(unit, tree)) + ": ";
        }
    }
}
