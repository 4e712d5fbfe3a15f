package io.github.vgg4j.processor.check;

import io.github.vgg4j.arch.ArchProblem;
import java.util.Locale;
import javax.tools.Diagnostic.Kind;

/**
 * Every message of the processor: its stable tag, how bad it is, and its text where the text is not
 * an {@link ArchProblem}'s own.
 */
public enum DiagnosticCode {
  SPATIAL_UNDERFLOW("SpatialUnderflow", Kind.ERROR, "%s"),
  ODD_HALVING("OddHalving", Kind.WARNING, "%s"),
  CHANNEL_MISMATCH("ChannelMismatch", Kind.ERROR, "%s"),
  OUT_OF_RANGE("OutOfRange", Kind.ERROR, "%s"),
  NO_BLOCKS("NoBlocks", Kind.ERROR, "%s"),
  INDIVISIBLE_WIDTH("IndivisibleWidth", Kind.ERROR, "%s"),
  TOO_LARGE("TooLarge", Kind.ERROR, "%s"),
  BAD_BUDGET("BadBudget", Kind.ERROR, "%s"),
  OVER_BUDGET("OverBudget", Kind.ERROR, "%s"),
  SEVERAL_ORIGINS("SeveralOrigins", Kind.ERROR, "%s"),
  CONFIG_TOKEN("ConfigToken", Kind.ERROR, "%s"),
  KERNEL_COUNT("KernelCount", Kind.ERROR, "%s"),
  SIZE_MISMATCH("SizeMismatch", Kind.ERROR, "%s"),
  HEAD_CONTRADICTION(
      "HeadContradiction",
      Kind.ERROR,
      "The head has both classes = %d and labels = %s with %d constants. Leave out classes ="
          + " %1$d."),
  TOO_FEW_LABELS(
      "TooFewLabels",
      Kind.ERROR,
      "labels must name an enum of at least 2 constants, but %s has %d. Add %d more, or use"
          + " classes = 10."),
  HIDDEN_LABELS(
      "HiddenLabels",
      Kind.ERROR,
      "The generated class cannot see labels = %s, because %s is private. Make %2$s at least"
          + " package-private."),
  NOT_AN_INTERFACE(
      "NotAnInterface",
      Kind.ERROR,
      "@VggArch applies only to interfaces, but %s is %s. Declare it as interface %1$s {}."),
  GENERIC_INTERFACE(
      "GenericInterface",
      Kind.ERROR,
      "The generated class cannot implement %s, which is generic. Remove its type parameters."),
  HIDDEN_INTERFACE(
      "HiddenInterface",
      Kind.ERROR,
      "The generated class cannot implement %s, because %s is private. Make %2$s at least"
          + " package-private."),
  SEALED_INTERFACE(
      "SealedInterface",
      Kind.ERROR,
      "The generated class cannot implement %s, which is sealed. Remove sealed and permits."),
  ABSTRACT_METHOD("AbstractMethod", Kind.ERROR, "The generated class cannot implement %s. %s."),
  METHOD_CONFLICT(
      "MethodConflict",
      Kind.ERROR,
      "The generated class has another %s, which cannot stand for %s. Rename it."),
  UNKNOWN_TAP("UnknownTap", Kind.ERROR, "The network has no block or layer \"%s\". %s"),
  TAP_SIGNATURE(
      "TapSignature", Kind.ERROR, "@Tap(\"%s\") cannot stand on %s. Declare %s %s(Images images)."),
  READ_TOO_EARLY(
      "ReadTooEarly",
      Kind.ERROR,
      "%s names something that another annotation processor generates. Write it by hand, or generate"
          + " it in another module."),
  MISSPELT_WARNING(
      "MisspeltWarning", Kind.WARNING, "No warning is called \"%s\". Did you mean \"%s\"?"),
  NAME_TAKEN(
      "NameTaken",
      Kind.ERROR,
      "Cannot generate %s: the name is already used by another type. Rename one of them."),
  INTERNAL(
      "Internal",
      Kind.ERROR,
      "The processor failed on %s. This is a defect of VGG4J: please report it with this trace.\n"
          + "%s");

  private final String tag;
  private final Kind kind;
  private final String text;

  DiagnosticCode(String tag, Kind kind, String text) {
    this.tag = tag;
    this.kind = kind;
    this.text = text;
  }

  /** The code of an architecture's problem, whose tag is the problem's own. */
  public static DiagnosticCode of(ArchProblem problem) {
    return tagged(problem.code());
  }

  /**
   * The code with a tag.
   *
   * @throws IllegalArgumentException if there is none
   */
  static DiagnosticCode tagged(String tag) {
    for (DiagnosticCode code : values()) {
      if (code.tag.equals(tag)) {
        return code;
      }
    }
    throw new IllegalArgumentException("No diagnostic code has the tag " + tag);
  }

  /** Opens the message, and silences a warning where {@code @SuppressWarnings} holds it. */
  public String tag() {
    return tag;
  }

  /** Error or warning. */
  public Kind kind() {
    return kind;
  }

  /** The whole message. */
  public String message(Object... values) {
    return "[Vgg/" + tag + "] " + String.format(Locale.ROOT, text, values);
  }
}
