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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Values that the compiler takes and a network may not: they never make the processor fail, and
 * never give a second error behind the first, in the network, in its generated class or where that
 * is used. {@code -Dvgg.mutations=100000 -Dvgg.seed=7} tries more and others.
 */
class MutationTest {
  private static final int NETWORKS = Integer.getInteger("vgg.mutations", 1500);
  private static final long SEED = Long.getLong("vgg.seed", 42);
  private static final int IN_ONE_FILE = 500;
  private static final String HEADER =
      """
      import io.github.vgg4j.*;
      import io.github.vgg4j.tensor.Tensor;

      class Mutants {
      """;

  @TempDir private Path work;

  @Test
  void valuesGiveNoMoreErrorsThanChanges() throws IOException {
    System.out.println(NETWORKS + " mutants from seed " + SEED);
    Random random = new Random(SEED);
    for (int done = 0; done < NETWORKS; done += IN_ONE_FILE) {
      List<Mutant> mutants = new ArrayList<>();
      for (int number = 0; number < Math.min(IN_ONE_FILE, NETWORKS - done); number++) {
        Mutant mutant = Mutant.sound(random, "N" + number);
        for (int change = random.nextInt(8) == 0 ? 0 : 1 + random.nextInt(3);
            change > 0;
            change--) {
          mutant = mutant.mutated(random);
        }
        mutants.add(mutant);
      }
      check(mutants, compile(mutants, done));
    }
  }

  private static void check(List<Mutant> mutants, Compiler.Result result) {
    int[] errors = new int[mutants.size()];
    for (Message message : result.messages()) {
      int number = network(message, mutants);
      assertTrue(message.isOurs(), () -> told(mutants.get(number)) + message);
      assertTrue(
          !message.tag().equals("[Vgg/Internal]"), () -> told(mutants.get(number)) + message);
      errors[number] += message.isError() ? 1 : 0;
    }
    for (int number = 0; number < errors.length; number++) {
      Mutant mutant = mutants.get(number);
      int network = number;
      assertTrue(
          errors[number] <= mutant.changes(),
          () ->
              told(mutant)
                  + result.ours().stream()
                      .filter(message -> network(message, mutants) == network)
                      .toList());
    }
    assertEquals(java.util.Arrays.stream(errors).allMatch(count -> count == 0), result.success());
  }

  /**
   * The network that a message is about, by its place or by the class that was generated for it.
   */
  private static int network(Message message, List<Mutant> mutants) {
    if (!message.file().equals("Mutants.java")) {
      return Integer.parseInt(message.file().replaceAll("\\D", ""));
    }
    int end = HEADER.length();
    int number = -1;
    do {
      number++;
      end += mutants.get(number).source().length();
    } while (message.start() >= end && number < mutants.size() - 1);
    return number;
  }

  private Compiler.Result compile(List<Mutant> mutants, int from) throws IOException {
    StringBuilder source = new StringBuilder(HEADER);
    mutants.forEach(mutant -> source.append(mutant.source()));
    Path folder = Files.createDirectories(work.resolve("from" + from));
    Path file = Files.writeString(folder.resolve("Mutants.java"), source.append("}\n"));
    return Compiler.JAVAC.compile(
        folder.resolve("out"),
        List.of(file),
        "-XDshould-stop.ifError=FLOW",
        "-XDshould-stop.ifNoError=FLOW",
        "-Xmaxerrs",
        "100000",
        "-Xmaxwarns",
        "100000");
  }

  private static String told(Mutant mutant) {
    return "seed " + SEED + ", " + mutant.changes() + " changes in\n" + mutant.source() + "\n";
  }
}
