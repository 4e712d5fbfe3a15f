package io.github.vgg4j.benchmarks.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vgg4j.engine.Precision;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What is asked for is what is measured; a wrong name ends it before anything runs. */
final class PartsCommandTest {

  @Test
  void theBatchIsThatOfTheComparison() {
    List<PartsRun.Subject> subjects = subjects("fashionvgg11", "Vgg16", "Vgg19");

    assertEquals(
        List.of("FashionVgg11 64", "Vgg16 8", "Vgg19 64"),
        subjects.stream().map(one -> one.network() + " " + one.batch()).toList());
  }

  @Test
  void withoutANameItIsTheTextbooksNetwork() {
    List<PartsRun.Subject> subjects = subjects("--batch", "16");

    assertEquals("FashionVgg11", subjects.get(0).network());
    assertEquals(16, subjects.get(0).batch());
    assertEquals(Precision.F32, subjects.get(0).precision());
  }

  @Test
  void anUnknownNetworkIsRefusedWithTheNearest() {
    StringWriter errors = new StringWriter();
    int code = line().setErr(new PrintWriter(errors)).execute("FashionVgg12");

    assertEquals(2, code);
    assertTrue(
        errors
            .toString()
            .startsWith("There is no network 'FashionVgg12'. Did you mean FashionVgg11"),
        errors::toString);
  }

  @Test
  void helpSaysWhatItTakes() {
    StringWriter help = new StringWriter();

    assertEquals(0, line().setOut(new PrintWriter(help)).execute("--help"));
    assertTrue(help.toString().contains("[NETWORK...]"), help::toString);
  }

  @Test
  void aPassFitsItsMemory() {
    assertEquals(10_000, Source.GREY.passImages(64));
    assertEquals(128, Source.COLOUR.passImages(64));
  }

  private static List<PartsRun.Subject> subjects(String... arguments) {
    PartsCommand command = new PartsCommand();
    new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(arguments);
    return command.subjects();
  }

  private static CommandLine line() {
    return new CommandLine(new PartsCommand()).setCaseInsensitiveEnumValuesAllowed(true);
  }
}
