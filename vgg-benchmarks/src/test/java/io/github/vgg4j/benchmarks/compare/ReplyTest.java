package io.github.vgg4j.benchmarks.compare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ReplyTest {

  @Test
  void secondsArriveAsTheyWereSent() {
    String line = Reply.line(new Reply.Numbers(new double[] {0.25, 1.5e-7}));

    assertEquals("@vgg numbers 0.25 1.5E-7", line);
    Reply.Numbers back = assertInstanceOf(Reply.Numbers.class, Reply.parse(line).orElseThrow());
    assertArrayEquals(new double[] {0.25, 1.5e-7}, back.values());
  }

  @Test
  void numbersAsPythonWritesThemAreUnderstood() {
    Reply.Numbers numbers =
        assertInstanceOf(
            Reply.Numbers.class, Reply.parse("@vgg numbers 1e-05 0.1 -2.0").orElseThrow());

    assertArrayEquals(new double[] {1e-5, 0.1, -2}, numbers.values());
  }

  @Test
  void whatLibrariesPrintIsNoReply() {
    assertEquals(Optional.empty(), Reply.parse("[W] numbers 1 2 3"));
    assertEquals(Optional.empty(), Reply.parse("@vgg hello"));
  }

  @Test
  void aReasonOfManyLinesArrivesAsOne() {
    assertEquals(
        "@vgg failed cannot load: no such file",
        Reply.line(new Reply.Failed("cannot load:\n  no such file\n")));
  }

  @Test
  void whatIsNoNumberIsAFailure() {
    Reply reply = Reply.parse("@vgg numbers 0.1 fast").orElseThrow();

    assertEquals(
        new Reply.Failed("it answered what is no number: For input string: \"fast\""), reply);
  }

  @Test
  void aJobTravelsAsArguments() {
    Job job = new Job(Contender.LIBTORCH_BF16, Work.W5A, Mode.INFER, Path.of("inputs"));

    assertEquals("[libtorch-bf16, W5A, INFER, inputs]", job.arguments().toString());
    assertEquals(job, Job.of("libtorch-bf16", "W5A", "INFER", "inputs"));
  }
}
