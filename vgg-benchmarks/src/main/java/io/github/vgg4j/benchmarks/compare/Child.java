package io.github.vgg4j.benchmarks.compare;

import io.github.vgg4j.engine.Precision;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.IntStream;

/** A contender's process: builds its network, does one step, then waits for its turns. */
public final class Child {
  private static final double NANOS = 1e9;

  private final Runner runner;
  private final PrintStream out;

  private Child(Runner runner, PrintStream out) {
    this.runner = runner;
    this.out = out;
  }

  /** Started by {@link Seat} with the arguments of a {@link Job}. */
  public static void main(String... arguments) throws IOException {
    PrintStream out = System.out;
    try (Runner runner = open(Job.of(arguments))) {
      new Child(runner, out).serve();
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      e.printStackTrace();
      say(out, new Reply.Failed(e.toString()));
    }
    // Some peers leave threads behind that would keep the process alive.
    System.exit(0);
  }

  private static Runner open(Job job) throws IOException {
    Mode mode = job.mode();
    return switch (job.contender()) {
      case VGG4J_ONEDNN_F32 -> new OurRunner(job, "onednn", Precision.F32);
      case VGG4J_ONEDNN_BF16 -> new OurRunner(job, "onednn", Precision.BF16);
      case VGG4J_ONEDNN_INT8 -> new OurRunner(job, "onednn", Precision.INT8);
      case VGG4J_ND4J_F32 -> new OurRunner(job, "nd4j", Precision.F32);
      case LIBTORCH_F32 ->
          new LibtorchRunner(
              job, LibtorchRunner.Order.CHANNELS_FIRST, LibtorchRunner.Numbers.FLOAT32);
      case LIBTORCH_CHANNELS_LAST ->
          new LibtorchRunner(
              job, LibtorchRunner.Order.CHANNELS_LAST, LibtorchRunner.Numbers.FLOAT32);
      case LIBTORCH_BF16 ->
          new LibtorchRunner(
              job,
              LibtorchRunner.Order.CHANNELS_LAST,
              mode == Mode.TRAIN
                  ? LibtorchRunner.Numbers.AUTOCAST
                  : LibtorchRunner.Numbers.BFLOAT16);
      case LIBTORCH_BF16_PURE ->
          new LibtorchRunner(
              job, LibtorchRunner.Order.CHANNELS_LAST, LibtorchRunner.Numbers.BFLOAT16);
      case DJL_PYTORCH -> new DjlRunner(job);
      case DL4J -> new Dl4jRunner(job);
      default -> throw new IllegalArgumentException(job.contender() + " does not live in a JVM");
    };
  }

  private void serve() throws IOException {
    runner.step();
    say(out, new Reply.First(runner.version()));
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = orders.readLine(); line != null; line = orders.readLine()) {
      String order = line.strip().toLowerCase(Locale.ROOT);
      int space = order.indexOf(' ');
      switch (space < 0 ? order : order.substring(0, space)) {
        case "run" ->
            say(out, new Reply.Numbers(run(Integer.parseInt(order.substring(space + 1)))));
        case "logits" -> say(out, new Reply.Numbers(logits()));
        case "quit" -> {
          return;
        }
        default -> say(out, new Reply.Failed("there is no order " + line));
      }
    }
  }

  private double[] run(int steps) {
    double[] seconds = new double[steps];
    for (int i = 0; i < steps; i++) {
      long start = System.nanoTime();
      runner.step();
      seconds[i] = (System.nanoTime() - start) / NANOS;
    }
    return seconds;
  }

  private double[] logits() {
    float[] logits = runner.logits();
    return IntStream.range(0, logits.length).mapToDouble(i -> logits[i]).toArray();
  }

  private static void say(PrintStream out, Reply reply) {
    out.println(Reply.line(reply));
    out.flush();
  }
}
