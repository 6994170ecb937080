import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.constant.ClassDesc;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Gives the classes of a jar the format of Java 8 where theirs is older: {@code java NewerClassFiles.java JAR...}. The archive of loaded
 * classes takes no older ones, and a class that is not in the archive is parsed and verified at each start.
 */
final class NewerClassFiles {
    private static final ClassFileVersion JAVA_8 = ClassFileVersion.of(ClassFile.JAVA_8_VERSION, 0);

    /** The bodies are written anew, with the stack maps that a verifier of today asks for. */
    private static final ClassTransform NEWER = ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)
            .andThen((built, part) -> built.with(part instanceof ClassFileVersion ? JAVA_8 : part));

    private NewerClassFiles() {}

    public static void main(String[] jars) throws IOException {
        for (var jar : jars) {
            renew(Path.of(jar));
        }
    }

    private static void renew(Path jar) throws IOException {
        try (var files = FileSystems.newFileSystem(jar)) {
            var top = files.getPath("/");
            var ofJar = ClassHierarchyResolver.ofResourceParsing(name -> read(top, name))
                    .orElse(ClassHierarchyResolver.defaultResolver());
            var classFile = ClassFile.of(StackMapsOption.GENERATE_STACK_MAPS, ClassHierarchyResolverOption.of(ofJar));
            for (var file : classes(top)) {
                var model = classFile.parse(file);
                if (model.majorVersion() < JAVA_8.majorVersion()) {
                    Files.write(file, classFile.transformClass(model, NEWER));
                }
            }
        }
    }

    /** The class's file in the jar, or null if it comes from elsewhere. */
    private static InputStream read(Path top, ClassDesc name) {
        var descriptor = name.descriptorString();
        var file = top.resolve(descriptor.substring(1, descriptor.length() - 1) + ".class");
        try {
            return Files.exists(file) ? Files.newInputStream(file) : null;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static List<Path> classes(Path top) throws IOException {
        try (var all = Files.walk(top)) {
            return all.filter(file -> file.toString().endsWith(".class")).toList();
        }
    }
}
