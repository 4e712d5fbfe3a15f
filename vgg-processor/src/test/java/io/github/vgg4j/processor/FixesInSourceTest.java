package io.github.vgg4j.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vgg4j.processor.Compiler.Message;
import io.github.vgg4j.processor.SourceText.Span;
import io.github.vgg4j.processor.check.DiagnosticCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whoever does what the messages say comes to a program that compiles: 500 random invalid networks
 * as source, each mended by one of the ways out that a message names, read from its printed text,
 * until nothing is left to mend. {@code -Dvgg.fixes=5000 -Dvgg.seed=7} tries more and others.
 */
class FixesInSourceTest {
  private static final int NETWORKS = Integer.getInteger("vgg.fixes", 500);
  private static final long SEED = Long.getLong("vgg.seed", 42);
  private static final int MOST_ROUNDS = 16;
  private static final String HEADER =
      """
      import io.github.vgg4j.*;
      import io.github.vgg4j.tensor.Tensor;

      class Fixes {
      """;

  /** Not to be had from one type inside a class, or no error. */
  private static final Set<DiagnosticCode> ELSEWHERE =
      EnumSet.of(
          DiagnosticCode.NAME_TAKEN,
          DiagnosticCode.ODD_HALVING,
          DiagnosticCode.MISSPELT_WARNING,
          DiagnosticCode.READ_TOO_EARLY,
          DiagnosticCode.INTERNAL);

  @TempDir private Path work;
  private final Random random = new Random(SEED);
  private final Set<String> met = new TreeSet<>();

  /** One network on its way, with the advice taken so far. */
  private static final class Patient {
    final String name;
    SourceText source;
    String addressed = "";
    long alike = 1;
    final List<String> history = new ArrayList<>();

    Patient(String name, SourceText source) {
      this.name = name;
      this.source = source;
    }

    String told() {
      return "seed " + SEED + "\n" + String.join("\n", history) + "\nnow\n" + source.text();
    }
  }

  @Test
  void everyFixThatAMessageNamesLeadsToAProgramThatCompiles() throws IOException {
    System.out.println("Fixes of " + NETWORKS + " networks from seed " + SEED);
    List<Patient> all = new ArrayList<>();
    for (int number = 0; number < NETWORKS; number++) {
      DraftNetwork draft = Mistakes.draft(number % Mistakes.kinds(), random);
      String name = "N" + number;
      all.add(new Patient(name, new SourceText(draft.source("Fixes", name))));
    }

    List<Patient> open = all;
    for (int round = 1; !open.isEmpty(); round++) {
      assertTrue(round <= MOST_ROUNDS, open.get(0)::told);
      open = mended(open);
    }

    // Each was followed by javac as far as javac finds errors; some to the byte code as well.
    Compiler.Result result = compile(all.subList(0, Math.min(50, NETWORKS)));
    assertEquals(List.of(), result.messages().stream().filter(Message::isError).toList());
    assertTrue(result.success());
    for (DiagnosticCode code : EnumSet.complementOf(EnumSet.copyOf(ELSEWHERE))) {
      assertTrue(met.contains("[Vgg/" + code.tag() + "]"), code::tag);
    }
  }

  /** Follows one message of each network; gives those that were not sound already. */
  private List<Patient> mended(List<Patient> patients) throws IOException {
    Compiler.Result result = compile(patients);
    List<Patient> open = new ArrayList<>();
    int start = HEADER.length();
    for (Patient patient : patients) {
      int from = start;
      int to = start + patient.source.text().length();
      List<Message> errors =
          result.messages().stream()
              .filter(Message::isError)
              .filter(message -> isIn(message, patient.name, from, to))
              .toList();
      if (mend(patient, errors, from)) {
        open.add(patient);
      }
      start = to;
    }
    return open;
  }

  /** Whether a message is about a network or about the class that is generated for it. */
  private static boolean isIn(Message message, String name, int from, int to) {
    return message.file().equals("Fixes.java")
        ? message.start() >= from && message.start() < to
        : message.file().equals("Fixes_" + name + "Network.java");
  }

  private boolean mend(Patient patient, List<Message> errors, int from) {
    for (Message error : errors) {
      assertTrue(error.isOurs(), () -> error + "\n" + patient.told());
      met.add(error.tag());
    }
    long left = count(errors, patient.addressed);
    assertTrue(left < patient.alike, patient::told);
    if (errors.isEmpty()) {
      assertFalse(patient.history.isEmpty(), () -> "Nothing is wrong in " + patient.told());
      return false;
    }
    Message error = errors.get(random.nextInt(errors.size()));
    Span place = new Span(error.start() - from, error.end() - from);
    Advice advice = new Advice(error, patient.source, place);
    List<String> alternatives = advice.alternatives();
    String chosen = alternatives.get(random.nextInt(alternatives.size()));
    patient.history.add(error.text() + "\n=> " + chosen);
    patient.addressed = headline(error);
    patient.alike = count(errors, patient.addressed);
    try {
      patient.source = advice.follow(chosen);
    } catch (RuntimeException e) {
      throw new AssertionError(patient.told(), e);
    }
    return true;
  }

  private static long count(List<Message> errors, String headline) {
    return errors.stream().filter(error -> headline(error).equals(headline)).count();
  }

  private static String headline(Message error) {
    return error.text().lines().findFirst().orElseThrow();
  }

  private Compiler.Result compile(List<Patient> patients) throws IOException {
    StringBuilder source = new StringBuilder(HEADER);
    patients.forEach(patient -> source.append(patient.source.text()));
    Path file = work.resolve("Fixes.java");
    Files.writeString(file, source.append("}\n"));
    return Compiler.JAVAC.compile(
        work.resolve("out"),
        List.of(file),
        "-XDshould-stop.ifError=FLOW",
        "-Xmaxerrs",
        "100000",
        "-Xmaxwarns",
        "100000");
  }
}
