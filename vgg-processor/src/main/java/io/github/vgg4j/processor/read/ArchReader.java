package io.github.vgg4j.processor.read;

import io.github.vgg4j.Norm;
import io.github.vgg4j.Pool;
import io.github.vgg4j.Preset;
import io.github.vgg4j.VggArch;
import io.github.vgg4j.arch.Architecture;
import io.github.vgg4j.arch.BlockSpec;
import io.github.vgg4j.arch.Where;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.util.Elements;
import org.jspecify.annotations.Nullable;

/**
 * Reads one {@code @VggArch} from its mirror, never through {@code getAnnotation()}, which throws
 * on half-written code. A value that cannot be read makes the declaration incomplete.
 */
public final class ArchReader {
  /** What a compiler gives for a constant that it cannot find. */
  static final String UNRESOLVED = "<error>";

  private static final String NO_LABELS = "io.github.vgg4j.Head.NoLabels";

  private final Elements elements;
  private final TypeElement type;
  private final Mirror arch;
  private final Map<Where, SourceRef> places = new HashMap<>();
  private final Architecture.Builder builder = Architecture.builder();
  private Optional<LabelsDeclaration> labels = Optional.empty();
  private OptionalInt writtenClasses = OptionalInt.empty();
  private boolean complete = true;

  private ArchReader(Elements elements, TypeElement type) {
    this.elements = elements;
    this.type = type;
    this.arch = new Mirror(elements, type, archMirror(type));
  }

  /** What the {@code @VggArch} on a type says. */
  public static ArchDeclaration read(Elements elements, TypeElement type) {
    return new ArchReader(elements, type).read();
  }

  private ArchDeclaration read() {
    places.put(Where.network(""), arch.place());
    readBlocks();
    readOrigin();
    builder.widthDivisor(integer(arch, Where.network("widthDivisor"), 1));
    if (arch.value("batchNorm", Boolean.class).orElseGet(() -> unreadable(false))) {
      builder.batchNorm();
    }
    nested("input", Where.input("")).ifPresent(this::readInput);
    nested("head", Where.head("")).ifPresent(this::readHead);
    List<TapDeclaration> taps = TapReader.read(elements, type);
    if (TapReader.anyBeside(taps, elements, type) || inPieces()) {
      complete = false;
    }
    return new ArchDeclaration(
        type, arch.place(), builder.build(), places, labels, writtenClasses, taps, complete);
  }

  /** A bracket that closes too early leaves parts of the annotation beside it. */
  private boolean inPieces() {
    String own = VggArch.class.getPackageName();
    return type.getAnnotationMirrors().stream()
        .map(mirror -> mirror.getAnnotationType().toString())
        .anyMatch(name -> name.matches(own + "\\.(Block|Input|Head|Budget)"));
  }

  private void readOrigin() {
    Optional<Preset> preset = constant(arch, "preset", Preset.class);
    Optional<String> config =
        arch.value("config", String.class).filter(text -> !text.equals(UNRESOLVED));
    if (preset.isPresent() && config.isPresent()) {
      builder.preset(preset.get());
      if (arch.written("config")) {
        builder.config(config.get());
      }
    } else {
      // As many blocks as any preset has, so that the skeleton bears the names that users wrote.
      builder.preset(unreadable(Preset.VGG16));
    }
    for (String member : List.of("preset", "config")) {
      if (arch.written(member)) {
        places.put(Where.network(member), arch.place(member));
      }
    }
  }

  private void readBlocks() {
    places.put(Where.network("value"), arch.place("value"));
    List<AnnotationValue> blocks = arch.list("value").orElseGet(() -> unreadable(List.of()));
    int number = 0;
    for (AnnotationValue value : blocks) {
      number++;
      Optional<Mirror> block = arch.annotation(value);
      if (block.isPresent()) {
        places.put(Where.block(number), block.get().place());
        builder.block(readBlock(block.get(), number));
      } else {
        unreadable(value);
      }
    }
  }

  private BlockSpec readBlock(Mirror block, int number) {
    int convs = integer(block, Where.block(number, "convs"), 1);
    int out = integer(block, Where.block(number, "out"), 1);
    BlockSpec spec =
        BlockSpec.of(convs, out)
            .kernel(integers(block, Where.block(number, "kernel")))
            .pool(constant(block, "pool", Pool.class).orElseGet(() -> unreadable(Pool.MAX)))
            .batchNorm(
                constant(block, "batchNorm", Norm.class).orElseGet(() -> unreadable(Norm.INHERIT)))
            .in(integer(block, Where.block(number, "in"), 0))
            .size(integers(block, Where.block(number, "size")));
    boolean normed =
        block.value("localResponseNorm", Boolean.class).orElseGet(() -> unreadable(false));
    return normed ? spec.withLocalResponseNorm() : spec;
  }

  private void readInput(Mirror input) {
    builder.input(
        integer(input, Where.input("channels"), 3),
        integer(input, Where.input("height"), 224),
        integer(input, Where.input("width"), 224));
  }

  private void readHead(Mirror head) {
    builder.hidden(integers(head, Where.head("hidden")));
    builder.adaptivePool(integers(head, Where.head("pool")));
    builder.dropout(
        head.value("dropout", Number.class).orElseGet(() -> unreadable(0.5)).doubleValue());
    places.put(Where.head("dropout"), head.place("dropout"));
    int classes = integer(head, Where.head("classes"), 1000);
    writtenClasses = head.written("classes") ? OptionalInt.of(classes) : OptionalInt.empty();
    labels = labels(head);
    builder.classes(labels.map(declared -> declared.constants().size()).orElse(classes));
  }

  private int[] integers(Mirror mirror, Where where) {
    if (mirror.written(where.member())) {
      // The whole list: ECJ cannot place a single one of its values.
      places.put(where, mirror.place(where.member()));
    }
    List<AnnotationValue> values =
        mirror.list(where.member()).orElseGet(() -> unreadable(List.of()));
    int[] integers = new int[values.size()];
    for (int i = 0; i < integers.length; i++) {
      AnnotationValue value = values.get(i);
      integers[i] = Mirror.as(value, Integer.class).orElseGet(() -> unreadable(1));
    }
    return integers;
  }

  private Optional<LabelsDeclaration> labels(Mirror head) {
    Optional<DeclaredType> named =
        head.value("labels", DeclaredType.class)
            .filter(declared -> declared.getKind() == TypeKind.DECLARED);
    if (named.isEmpty()) {
      complete = false;
    }
    return named
        .map(declared -> (TypeElement) declared.asElement())
        .filter(element -> !element.getQualifiedName().contentEquals(NO_LABELS))
        .map(element -> new LabelsDeclaration(element, head.place("labels")));
  }

  /** The nested annotation of a member; its place is its own where it was written. */
  private Optional<Mirror> nested(String member, Where whole) {
    Optional<Mirror> nested = arch.value(member).flatMap(arch::annotation);
    nested.ifPresentOrElse(
        mirror -> places.put(whole, arch.written(member) ? mirror.place() : arch.place()),
        () -> unreadable(member));
    return nested;
  }

  private int integer(Mirror mirror, Where where, int substitute) {
    if (mirror.written(where.member())) {
      places.put(where, mirror.place(where.member()));
    }
    return mirror.value(where.member(), Integer.class).orElseGet(() -> unreadable(substitute));
  }

  private static <E extends Enum<E>> Optional<E> constant(
      Mirror mirror, String member, Class<E> type) {
    return mirror
        .value(member, VariableElement.class)
        .map(constant -> constant.getSimpleName().toString())
        .flatMap(
            name ->
                Arrays.stream(type.getEnumConstants())
                    .filter(constant -> constant.name().equals(name))
                    .findFirst());
  }

  private <T extends @Nullable Object> T unreadable(T substitute) {
    complete = false;
    return substitute;
  }

  /** The {@code @VggArch} on a type. */
  static AnnotationMirror archMirror(TypeElement type) {
    String name = VggArch.class.getName();
    for (AnnotationMirror mirror : type.getAnnotationMirrors()) {
      TypeElement annotation = (TypeElement) mirror.getAnnotationType().asElement();
      if (annotation.getQualifiedName().contentEquals(name)) {
        return mirror;
      }
    }
    throw new IllegalStateException("No @VggArch stands on " + type);
  }
}
