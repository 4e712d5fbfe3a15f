package io.github.vgg4j.processor.read;

import io.github.vgg4j.Budget;
import io.github.vgg4j.arch.BudgetSpec;
import io.github.vgg4j.arch.Where;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.util.Elements;

/** Reads the {@code @Budget} of a {@code @VggArch}, as tolerantly as {@link ArchReader}. */
public final class BudgetReader {
  /** What a compiler gives for a constant that it cannot find. */
  private static final String UNRESOLVED = "<error>";

  private final Mirror budget;
  private final Map<Where, SourceRef> places = new HashMap<>();

  private BudgetReader(Mirror budget) {
    this.budget = budget;
  }

  /** The budget of the {@code @VggArch} on a type; empty where none was written. */
  public static Optional<BudgetDeclaration> read(Elements elements, TypeElement type) {
    Mirror arch = new Mirror(elements, type, ArchReader.archMirror(type));
    return arch.value("budget")
        .filter(value -> arch.written("budget"))
        .flatMap(arch::annotation)
        .map(budget -> new BudgetReader(budget).read());
  }

  private BudgetDeclaration read() {
    BudgetSpec spec =
        new BudgetSpec(
            text("parameters"),
            text("macs"),
            text("trainingMemory"),
            text("inferenceMemory"),
            value("batch", Integer.class).orElse(1),
            constant("optimizer", Budget.Optimizer.ADAM),
            constant("engine", Budget.Engine.ANY));
    return new BudgetDeclaration(spec, budget.place(), places);
  }

  private String text(String member) {
    return value(member, String.class).filter(text -> !text.equals(UNRESOLVED)).orElse("");
  }

  /** A constant of the default's enum; the default where the compiler knows no such constant. */
  private <E extends Enum<E>> E constant(String member, E otherwise) {
    String name =
        value(member, VariableElement.class)
            .map(constant -> constant.getSimpleName().toString())
            .orElse("");
    return Arrays.stream(otherwise.getDeclaringClass().getEnumConstants())
        .filter(constant -> constant.name().equals(name))
        .findFirst()
        .orElse(otherwise);
  }

  private <T> Optional<T> value(String member, Class<T> type) {
    if (budget.written(member)) {
      places.put(Where.budget(member), budget.place(member));
    }
    return budget.value(member, type);
  }
}
