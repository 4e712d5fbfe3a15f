package io.github.vgg4j.processor.check;

import io.github.vgg4j.processor.read.Suppressions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.Diagnostic.Kind;

/**
 * Tells {@code @SuppressWarnings} that almost names a warning of ours, and so silences none. Names
 * far from ours are those of other tools.
 */
public final class SuppressionChecker {
  /** Silences all. */
  static final String ALL = "vgg";

  private static final int SLIPS = 2;
  private static final List<String> NAMES =
      Stream.concat(
              Arrays.stream(DiagnosticCode.values())
                  .filter(code -> code.kind() == Kind.WARNING)
                  .map(DiagnosticCode::tag),
              Stream.of(ALL))
          .toList();

  private SuppressionChecker() {}

  /** Adds a warning for each name that was most likely meant to be one of ours. */
  public static void check(Suppressions suppressions, DiagnosticReport report) {
    for (Suppressions.Own own : suppressions.own()) {
      String nearest = Suggestion.nearest(bare(own.value()), NAMES);
      if (!NAMES.contains(own.value()) && isMeant(bare(own.value()), nearest)) {
        report.add(DiagnosticCode.MISSPELT_WARNING, own.at(), own.value(), nearest);
      }
    }
  }

  /** As a message opens with it, but without the brackets. */
  private static String bare(String name) {
    return name.replaceAll("^\\[?[Vv]gg[/:.]|]$", "");
  }

  private static boolean isMeant(String name, String nearest) {
    int allowed = nearest.equals(ALL) ? 0 : SLIPS;
    return name.equalsIgnoreCase(nearest) || Suggestion.distance(name, nearest) <= allowed;
  }
}
