package org.strowger.server.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationElement;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.AttributedElement;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.strowger.sip.testing.Rfc;

/** Reads the tags of compiled tests without loading them. */
final class TagReader {
    private static final String TAG = Rfc.class.descriptorString();
    private static final String TAGS = Rfc.List.class.descriptorString();

    private TagReader() {}

    /** The tags of all classes that were compiled together with {@code neighbour}, in a directory or a jar. */
    static List<Tag> tagsBeside(Class<?> neighbour) throws IOException {
        Path place = place(neighbour);
        if (Files.isDirectory(place)) {
            return tagsBelow(place);
        }
        try (var jar = FileSystems.newFileSystem(place)) {
            return tagsBelow(jar.getPath("/"));
        }
    }

    private static Path place(Class<?> type) {
        try {
            URI place = type.getProtectionDomain().getCodeSource().getLocation().toURI();
            return Path.of(place);
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException("a class was loaded from no URI", impossible);
        }
    }

    private static List<Tag> tagsBelow(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .flatMap(file -> tagsOf(read(file)))
                    .toList();
        }
    }

    private static ClassModel read(Path file) {
        try {
            return ClassFile.of().parse(Files.readAllBytes(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Stream<Tag> tagsOf(ClassModel type) {
        var name = type.thisClass().asInternalName();
        var simpleName = name.substring(name.lastIndexOf('/') + 1).replace('$', '.');
        var ofType = textsOf(type).map(text -> Tag.parse(text, simpleName));
        var ofMethods = type.methods().stream()
                .flatMap(method -> textsOf(method)
                        .map(text -> Tag.parse(
                                text, simpleName + "." + method.methodName().stringValue())));
        return Stream.concat(ofType, ofMethods);
    }

    private static Stream<String> textsOf(AttributedElement element) {
        return element.findAttribute(Attributes.runtimeVisibleAnnotations()).stream()
                .flatMap(attribute -> attribute.annotations().stream())
                .flatMap(TagReader::texts);
    }

    private static Stream<String> texts(Annotation annotation) {
        var type = annotation.className().stringValue();
        return type.equals(TAG) || type.equals(TAGS)
                ? annotation.elements().stream().map(AnnotationElement::value).flatMap(TagReader::texts)
                : Stream.of();
    }

    private static Stream<String> texts(AnnotationValue value) {
        return switch (value) {
            case AnnotationValue.OfString text -> Stream.of(text.stringValue());
            case AnnotationValue.OfAnnotation tag -> texts(tag.annotation());
            case AnnotationValue.OfArray tags -> tags.values().stream().flatMap(TagReader::texts);
            default -> Stream.of();
        };
    }
}
