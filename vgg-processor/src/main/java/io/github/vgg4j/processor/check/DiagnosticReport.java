package io.github.vgg4j.processor.check;

import io.github.vgg4j.processor.read.SourceRef;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import javax.annotation.processing.Messager;
import javax.tools.Diagnostic.Kind;

/**
 * Collects the diagnostics of one network and prints each once; the sole user of the {@link
 * Messager}.
 */
public final class DiagnosticReport {
  private record Entry(DiagnosticCode code, String message, SourceRef at) {}

  private final Set<Entry> entries = new LinkedHashSet<>();
  private final Set<String> silenced;

  /**
   * An empty report.
   *
   * @param silenced values of {@code @SuppressWarnings}: tags, or {@code vgg} for all warnings
   */
  public DiagnosticReport(Set<String> silenced) {
    this.silenced = Set.copyOf(silenced);
  }

  /** Adds a diagnostic; values fill its text. */
  public void add(DiagnosticCode code, SourceRef at, Object... values) {
    boolean silent =
        code.kind() == Kind.WARNING
            && (silenced.contains(SuppressionChecker.ALL) || silenced.contains(code.tag()));
    if (!silent) {
      entries.add(new Entry(code, code.message(values), at));
    }
  }

  /** The first error's message, or empty where nothing keeps the network from being generated. */
  public Optional<String> firstError() {
    return entries.stream()
        .filter(entry -> entry.code().kind() == Kind.ERROR)
        .map(Entry::message)
        .findFirst();
  }

  /** Whether one of the diagnostics has this code. */
  public boolean has(DiagnosticCode code) {
    return entries.stream().anyMatch(entry -> entry.code() == code);
  }

  /** Prints everything, in the order in which it was added. */
  public void print(Messager messager) {
    for (Entry entry : entries) {
      print(messager, entry);
    }
  }

  /** ECJ fails to place a value in an annotation that has empty braces before it. */
  private static void print(Messager messager, Entry entry) {
    SourceRef at = entry.at();
    Kind kind = entry.code().kind();
    try {
      messager.printMessage(kind, entry.message(), at.element(), at.mirror(), at.value());
    } catch (RuntimeException e) {
      messager.printMessage(kind, entry.message(), at.element());
    }
  }
}
