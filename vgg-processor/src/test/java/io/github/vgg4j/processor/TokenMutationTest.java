package io.github.vgg4j.processor;

import static java.util.stream.Collectors.groupingBy;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vgg4j.processor.Compiler.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Half-written source: one token gone, doubled, moved or another. What the compiler complains of
 * itself we do not say again; what it takes gives at most one error of ours. {@code
 * -Dvgg.mutations=100000 -Dvgg.seed=7} tries more and others.
 */
class TokenMutationTest {
  private static final int NETWORKS = Integer.getInteger("vgg.mutations", 1500) / 6;
  private static final long SEED = Long.getLong("vgg.seed", 42);
  private static final int AT_ONCE = 250;
  private static final Pattern TOKEN = Pattern.compile("\"[^\"]*\"|\\w+(?:\\.\\w+)*|[^\\s\\w]");
  private static final Pattern VALUE = Pattern.compile("(?<== )[\\w.]+|\"[^\"]*\"");

  /** What may stand for a value while someone is writing. */
  private static final List<String> VALUES =
      List.of(
          "MISSING",
          "Missing.CONSTANT",
          "fully.unknown.Type.CONSTANT",
          "Preset.VGG61",
          "Garmnet.class",
          "fully.unknown.Type.class",
          "MISSING + 1",
          "{MISSING, 1}",
          "0",
          "1L",
          "\"text\"",
          "1.5",
          "null",
          "{}",
          "int.class",
          "''",
          "@Block",
          "");

  /** No unknown name: javac hides an annotation that it cannot find, such as a misspelt tap. */
  private static final List<String> TOKENS =
      List.of("(", ")", "}", "{", ",", "=", "@", "@Tap", "VggArch", "-", "void", "");

  @TempDir private Path work;

  @ParameterizedTest
  @EnumSource
  void oneSlipIsSaidByTheCompilerOrByUs(Compiler compiler) throws IOException {
    System.out.println(NETWORKS + " slips in " + compiler + " from seed " + SEED);
    Random random = new Random(SEED);
    for (int done = 0; done < NETWORKS; done += AT_ONCE) {
      Map<String, String> sources = new LinkedHashMap<>();
      for (int number = 0; number < Math.min(AT_ONCE, NETWORKS - done); number++) {
        sources.put("Slip" + number, slipped(random, "Slip" + number));
      }
      check(compiler, sources);
    }
  }

  private void check(Compiler compiler, Map<String, String> sources) throws IOException {
    Map<String, List<Message>> alone = compile(compiler, sources, "-proc:none");
    if (compiler == Compiler.JAVAC) {
      // Of anything else than names that it cannot find, javac says so and runs no processor.
      sources.keySet().removeIf(name -> !errors(alone, name, TokenMutationTest::isFatal).isEmpty());
      assertTrue(sources.size() > AT_ONCE / 10);
    }
    Map<String, List<Message>> together = compile(compiler, sources);
    for (Map.Entry<String, String> source : sources.entrySet()) {
      String name = source.getKey();
      Set<String> its = errors(alone, name, message -> !isOfGenerated(message));
      Set<String> theirs =
          errors(together, name, m -> !m.isOurs() && (its.isEmpty() || !isOfGenerated(m)));
      Set<String> ours = errors(together, name, Message::isOurs);
      String told =
          "seed " + SEED + "\n" + source.getValue() + "\n" + its + "\n" + together.get(name);
      assertTrue(ours.stream().noneMatch(error -> error.contains("[Vgg/Internal]")), told);
      assertTrue(ours.size() <= (its.isEmpty() ? 1 : 0), told);
      assertTrue(lines(its).containsAll(lines(theirs)), told);
    }
  }

  /** Without our classes whatever uses them does not compile; that is no slip. */
  private static boolean isOfGenerated(Message message) {
    return message.text().contains("Network");
  }

  private static boolean isFatal(Message message) {
    return !message.text().contains("cannot find symbol")
        && !message.text().contains("does not exist");
  }

  /** The numbers: when it looks again, javac has other words for the same mistake. */
  private static List<String> lines(Set<String> errors) {
    return errors.stream().map(error -> error.replaceAll("(?s) .*", "")).toList();
  }

  private static Set<String> errors(
      Map<String, List<Message>> messages, String name, Predicate<Message> wanted) {
    return messages.getOrDefault(name, List.of()).stream()
        .filter(Message::isError)
        .filter(wanted)
        .map(message -> message.line() + " " + message.text())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Messages by the network that they are about, its generated class included. */
  private Map<String, List<Message>> compile(
      Compiler compiler, Map<String, String> sources, String... options) throws IOException {
    Path folder = Files.createTempDirectory(work, "slips");
    List<Path> files = new ArrayList<>();
    for (Map.Entry<String, String> source : sources.entrySet()) {
      files.add(Files.writeString(folder.resolve(source.getKey() + ".java"), source.getValue()));
    }
    List<String> all = new ArrayList<>(List.of(options));
    if (compiler == Compiler.JAVAC) {
      all.addAll(List.of("-XDshould-stop.ifError=FLOW", "-XDshould-stop.ifNoError=FLOW"));
      all.addAll(List.of("-Xmaxerrs", "100000", "-Xmaxwarns", "100000"));
    }
    Compiler.Result result =
        compiler.compile(folder.resolve("out"), files, all.toArray(new String[0]));
    return result.messages().stream()
        .collect(groupingBy(message -> message.file().replaceAll("(Network)?\\.java", "")));
  }

  private static String slipped(Random random, String name) {
    String source = Mutant.sound(random, name).source().replace("Mutants_", "");
    int end = source.indexOf("static long use");
    String declarations = source.substring(0, source.lastIndexOf("enum ", end));
    return """
        import io.github.vgg4j.*;
        import io.github.vgg4j.tensor.Tensor;

        enum %sLabels { A, B, C }

        """
            .formatted(name)
        + (random.nextInt(3) > 0 ? otherValue(random, declarations) : slip(random, declarations));
  }

  private static String otherValue(Random random, String source) {
    MatchResult value = any(random, VALUE.matcher(source).results().toList());
    return source.substring(0, value.start()) + any(random, VALUES) + source.substring(value.end());
  }

  private static String slip(Random random, String source) {
    List<MatchResult> tokens = TOKEN.matcher(source).results().toList();
    int index = random.nextInt(tokens.size() - 1);
    MatchResult token = tokens.get(index);
    MatchResult next = tokens.get(index + 1);
    String before = source.substring(0, token.start());
    String behind = source.substring(token.end());
    return switch (random.nextInt(3)) {
      case 0 -> before + token.group() + " " + token.group() + behind;
      case 1 -> before + next.group() + " " + token.group() + source.substring(next.end());
      default -> before + any(random, TOKENS) + behind;
    };
  }

  private static <T> T any(Random random, List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
