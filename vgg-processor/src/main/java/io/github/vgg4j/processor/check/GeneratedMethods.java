package io.github.vgg4j.processor.check;

import io.github.vgg4j.processor.read.ArchDeclaration;
import io.github.vgg4j.processor.read.LabelsDeclaration;
import io.github.vgg4j.processor.read.TapReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.ExecutableType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

/**
 * Tells which methods of an annotated interface a generated class has: those of its base class, and
 * those that the processor writes.
 */
public final class GeneratedMethods {
  private static final String NETWORK = "io.github.vgg4j.network.Network";

  /** Static methods of the generated class: an instance method cannot stand beside its like. */
  private static final Set<String> FACTORIES = Set.of("create(long)", "load(java.nio.file.Path)");

  private static final Set<String> CLASSIFIERS =
      Set.of("classify(java.awt.image.BufferedImage)", "classify(java.nio.file.Path)");

  private final Elements elements;
  private final Types types;
  private final List<ExecutableElement> baseMethods = new ArrayList<>();

  /** Uses a compiler's views of elements and types, in one round: a later one has others. */
  public GeneratedMethods(Elements elements, Types types) {
    this.elements = elements;
    this.types = types;
  }

  /** How a method of an annotated interface goes with its generated class. */
  enum Fit {
    /** The generated class has it, or need not have it. */
    FITS,
    /** It is abstract, and nothing implements it. */
    MISSING,
    /** The generated class has one of the same signature that cannot take its place. */
    CONFLICTING
  }

  /** The methods of an annotated interface, inherited ones included, and how each fits. */
  Map<ExecutableElement, Fit> fits(ArchDeclaration declaration) {
    Map<ExecutableElement, Fit> fits = new LinkedHashMap<>();
    for (ExecutableElement method :
        ElementFilter.methodsIn(elements.getAllMembers(declaration.type()))) {
      if (method.getEnclosingElement().getKind().isInterface()
          && !method.getModifiers().contains(Modifier.STATIC)) {
        fits.put(method, fit(method, declaration));
      }
    }
    return fits;
  }

  private Fit fit(ExecutableElement method, ArchDeclaration declaration) {
    DeclaredType site = (DeclaredType) declaration.type().asType();
    ExecutableType signature = (ExecutableType) types.asMemberOf(site, method);
    List<ExecutableElement> rivals =
        baseMethods().stream()
            .filter(own -> own.getSimpleName().equals(method.getSimpleName()))
            .filter(own -> types.isSubsignature((ExecutableType) own.asType(), signature))
            .toList();
    if (!rivals.isEmpty()) {
      boolean all = rivals.stream().allMatch(own -> overrides(own, signature));
      return all ? Fit.FITS : Fit.CONFLICTING;
    }
    String written = written(method, signature);
    if (FACTORIES.contains(written)) {
      return Fit.CONFLICTING;
    }
    if (CLASSIFIERS.contains(written)) {
      boolean same = types.isSameType(predicted(declaration), signature.getReturnType());
      return same ? Fit.FITS : Fit.CONFLICTING;
    }
    if (isTap(method, declaration)) {
      return tapFit(method, declaration);
    }
    boolean needsNothing =
        !method.getModifiers().contains(Modifier.ABSTRACT)
            || isGenerated(method, declaration)
            || isUnreadable(method)
            || TapReader.isTapped(method);
    return needsNothing ? Fit.FITS : Fit.MISSING;
  }

  /** Methods of Object are base methods too: every interface may declare {@code toString()}. */
  private List<ExecutableElement> baseMethods() {
    if (baseMethods.isEmpty()) {
      TypeElement network = elements.getTypeElement(NETWORK);
      TypeElement base = network == null ? elements.getTypeElement("java.lang.Object") : network;
      ElementFilter.methodsIn(elements.getAllMembers(base)).stream()
          .filter(method -> !method.getModifiers().contains(Modifier.PRIVATE))
          .forEach(baseMethods::add);
    }
    return baseMethods;
  }

  private boolean overrides(ExecutableElement own, ExecutableType wanted) {
    TypeMirror given = own.getReturnType();
    TypeMirror asked = wanted.getReturnType();
    boolean sameOrNarrower =
        types.isSameType(given, asked)
            || (!given.getKind().isPrimitive()
                && given.getKind() != TypeKind.VOID
                && types.isSubtype(given, asked));
    return own.getModifiers().contains(Modifier.PUBLIC)
        && !own.getModifiers().contains(Modifier.STATIC)
        && sameOrNarrower
        && own.getThrownTypes().stream()
            .allMatch(
                thrown ->
                    wanted.getThrownTypes().stream()
                        .anyMatch(allowed -> types.isSubtype(thrown, allowed)));
  }

  private static String written(ExecutableElement method, ExecutableType signature) {
    return signature.getParameterTypes().stream()
        .map(TypeMirror::toString)
        .collect(Collectors.joining(",", method.getSimpleName() + "(", ")"));
  }

  /** What {@code classify} gives: the labels' enum, or the number of the class. */
  private TypeMirror predicted(ArchDeclaration declaration) {
    return declaration
        .labels()
        .map(LabelsDeclaration::type)
        .map(TypeElement::asType)
        .orElseGet(() -> types.getPrimitiveType(TypeKind.INT));
  }

  private static boolean isTap(ExecutableElement method, ArchDeclaration declaration) {
    return declaration.taps().stream().anyMatch(tap -> tap.method().equals(method));
  }

  /** A tap may bear the name of a generated method only where it means the same. */
  private static Fit tapFit(ExecutableElement method, ArchDeclaration declaration) {
    String name = method.getSimpleName().toString();
    boolean taken = name.equals("classify") || name.equals("logits") || isBlock(name, declaration);
    boolean same =
        declaration.taps().stream()
            .filter(tap -> tap.method().equals(method))
            .anyMatch(tap -> tap.place().equals(name));
    boolean tensor = method.getReturnType().toString().endsWith(".Tensor");
    return taken && (!same || tensor) ? Fit.CONFLICTING : Fit.FITS;
  }

  /** A method over types that do not exist yet, and that the generated class has. */
  private static boolean isGenerated(ExecutableElement method, ArchDeclaration declaration) {
    String name = method.getSimpleName().toString();
    return method.getParameters().size() == 1
        && GeneratedTypes.isOne(method.getParameters().get(0).asType())
        && (name.equals("logits")
            || name.equals("head")
            || name.equals("classify")
            || isBlock(name, declaration));
  }

  private static boolean isBlock(String name, ArchDeclaration declaration) {
    int blocks = declaration.architecture().blocks().size();
    return IntStream.rangeClosed(1, blocks).anyMatch(block -> name.equals("block" + block));
  }

  /** Whether a type has a method over types that exist nowhere, which nobody can implement. */
  public static boolean anyUnreadable(TypeElement type) {
    return ElementFilter.methodsIn(type.getEnclosedElements()).stream()
        .filter(method -> method.getModifiers().contains(Modifier.ABSTRACT))
        .anyMatch(GeneratedMethods::isUnreadable);
  }

  /** Over a type that exists nowhere, and that the compiler complains of itself. */
  static boolean isUnreadable(ExecutableElement method) {
    return Stream.concat(
            Stream.of(method.getReturnType()),
            method.getParameters().stream().map(VariableElement::asType))
        .anyMatch(type -> type.getKind() == TypeKind.ERROR && !GeneratedTypes.isOne(type));
  }
}
