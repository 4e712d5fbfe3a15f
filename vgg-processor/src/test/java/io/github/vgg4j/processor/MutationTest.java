package io.github.vgg4j.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vgg4j.processor.Compiler.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Mutated annotations never make the processor fail, and never give a second error behind the
 * first: ours are no more than the changes made, javac's no more than without us. {@code
 * -Dvgg.mutations=100000 -Dvgg.seed=7} tries more and others.
 */
class MutationTest {
  private static final int NETWORKS = Integer.getInteger("vgg.mutations", 400);
  private static final long SEED = Long.getLong("vgg.seed", 42);
  private static final int IN_ONE_FILE = 100;

  /** One member on each line, so that a line tells which was changed. */
  private static final String NETWORK =
      """
        @VggArch(
            value = {
              @Block(
                  convs = 1,
                  out = 16),
              @Block(
                  convs = 2,
                  out = 32)
            },
            widthDivisor = 4,
            batchNorm = false,
            input = @Input(
                channels = 1,
                height = 12,
                width = 8),
            head = @Head(
                hidden = {24, 8},
                dropout = 0.5,
                classes = 4),
            budget = @Budget(
                parameters = "1G",
                batch = 4))
        interface N%d {}

        static long use(Mutants_N%1$dNetwork net) {
          return Mutants_N%1$dNetwork.PARAMETERS;
        }
      """;

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "1",
          "2",
          "3",
          "7",
          "-1",
          "100",
          "101",
          "46341",
          "65536",
          "1 << 30",
          "'a'",
          "Integer.MAX_VALUE",
          "Integer.MIN_VALUE",
          "(int) 1e9",
          "07",
          "0x10");

  /** Values that the compiler itself refuses; one such error keeps a processor from running. */
  private static final List<String> WRONG =
      List.of("MISSING", "Missing.CONSTANT", "\"text\"", "1.5", "null", "{}", "1L", "@Block", "");

  private static final List<String> TEXTS =
      List.of(
          "\"\"", "\"1\"", "\"10m\"", "\"\\n\"", "\"-1K\"", "\"9999999999999999999\"", "\"%s\"");

  private static final List<String> RATES =
      List.of("0", "1", "-0.0", "0.0 / 0", "1 / 0.0", "Double.MIN_VALUE", "0.999999999", "'a'");

  @TempDir private Path work;

  @Test
  void valuesThatTheCompilerTakesGiveNoMoreErrorsThanChanges() throws IOException {
    Random random = new Random(SEED);
    for (int done = 0; done < NETWORKS; done += IN_ONE_FILE) {
      List<Integer> changes = new ArrayList<>();
      StringBuilder source = new StringBuilder(HEADER);
      for (int number = 0; number < IN_ONE_FILE; number++) {
        int count = random.nextInt(4);
        changes.add(count);
        source.append(mutated(random, count).formatted(number));
      }
      checkFile(source.append("}\n").toString(), changes);
    }
  }

  @Test
  void valuesThatTheCompilerRefusesGiveItsErrorsAlone() throws IOException {
    Random random = new Random(SEED);
    for (int done = 0; done < NETWORKS; done += IN_ONE_FILE / 2) {
      String[] lines = NETWORK.formatted(0).split("\n");
      int line;
      do {
        line = random.nextInt(lines.length);
      } while (!lines[line].matches(" +\\w+ = \\d+\\D*"));
      String value = WRONG.get(random.nextInt(WRONG.size()));
      lines[line] = lines[line].replaceFirst("= (\\{[^}]*}|[^,)]*)", "= " + value);
      String source = HEADER + String.join("\n", lines) + "\n}\n";

      Compiler.Result with = compile(source);
      Compiler.Result without = compile(source, "-proc:none");

      assertEquals(Set.of(), tags(with), () -> told(source));
      assertTrue(errors(without).containsAll(errors(with)), () -> told(source) + with.messages());
    }
  }

  private static final String HEADER =
      """
      import io.github.vgg4j.*;

      class Mutants {
      """;

  private static String mutated(Random random, int changes) {
    String[] lines = NETWORK.split("\n");
    Set<Integer> changed = new TreeSet<>();
    while (changed.size() < changes) {
      int line = random.nextInt(lines.length);
      if (lines[line].matches(" +(\\w+) = [^@]*\\d.*") && changed.add(line)) {
        lines[line] =
            lines[line].replaceFirst("= (\\{[^}]*}|[^,)]*)", "= " + value(random, lines[line]));
      }
    }
    return String.join("\n", lines) + "\n\n";
  }

  private static String value(Random random, String line) {
    List<String> values = line.contains("\"") ? TEXTS : line.contains("dropout") ? RATES : NUMBERS;
    String value = values.get(random.nextInt(values.size()));
    if (!line.contains("hidden")) {
      return java.util.regex.Matcher.quoteReplacement(value.replace("%", "%%"));
    }
    return random.nextBoolean() ? value : "{" + value + ", 8}";
  }

  private void checkFile(String source, List<Integer> changes) throws IOException {
    Compiler.Result result = compile(source);
    int[] found = new int[changes.size()];
    List<String> lines = source.lines().toList();
    for (Message message : result.messages()) {
      assertTrue(message.isOurs(), () -> told(source) + message);
      assertTrue(!message.tag().equals("[Vgg/Internal]"), () -> told(source) + message);
      if (message.isError()) {
        int line = (int) message.line();
        while (!lines.get(line).contains("interface N")) {
          line++;
        }
        found[Integer.parseInt(lines.get(line).replaceAll("[^0-9]", ""))]++;
      }
    }
    for (int number = 0; number < found.length; number++) {
      int network = number;
      assertTrue(
          found[number] <= changes.get(number),
          () ->
              "N"
                  + network
                  + " has "
                  + found[network]
                  + " errors for "
                  + changes.get(network)
                  + " changes; "
                  + told(source)
                  + result.ours());
    }
  }

  private Compiler.Result compile(String source, String... options) throws IOException {
    Path file = work.resolve("Mutants.java");
    Files.writeString(file, source);
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(
        List.of("-XDshould-stop.ifError=FLOW", "-Xmaxerrs", "100000", "-Xmaxwarns", "100000"));
    return Compiler.JAVAC.compile(work.resolve("out"), List.of(file), all.toArray(new String[0]));
  }

  private static Set<String> tags(Compiler.Result result) {
    Set<String> tags = new TreeSet<>();
    result.ours().stream().filter(Message::isError).forEach(message -> tags.add(message.tag()));
    return tags;
  }

  private static Set<String> errors(Compiler.Result result) {
    Set<String> errors = new TreeSet<>();
    for (Message message : result.messages()) {
      if (message.isError() && !message.isOurs()) {
        errors.add(message.line() + " " + message.text());
      }
    }
    return errors;
  }

  private static String told(String source) {
    return "seed " + SEED + " in\n" + source + "\n";
  }
}
