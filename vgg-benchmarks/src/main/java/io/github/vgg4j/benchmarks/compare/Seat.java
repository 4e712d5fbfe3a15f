package io.github.vgg4j.benchmarks.compare;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The parent's end of a contender's process: gives orders and reads replies. */
final class Seat implements AutoCloseable {
  private static final int PATIENCE_MINUTES = 15;
  private static final int GOODBYE_SECONDS = 10;
  private static final double NANOS = 1e9;

  private final Job job;
  private final Process process;
  private final BufferedWriter orders;
  private final Path errors;
  private final BlockingQueue<Reply> replies = new LinkedBlockingQueue<>();
  private final double firstSeconds;
  private final String version;
  private long peakBytes;

  /**
   * Starts the process and waits for its first step.
   *
   * @throws ContenderException if it does not come so far
   */
  Seat(Job job, Launch launch) throws ContenderException {
    this.job = job;
    this.errors = launch.errors(job);
    long start = System.nanoTime();
    try {
      process = launch.start(job);
    } catch (IOException e) {
      throw new ContenderException("it cannot be started: " + e.getMessage());
    }
    orders = process.outputWriter(StandardCharsets.UTF_8);
    Thread reader = new Thread(this::read, job.contender().label());
    reader.setDaemon(true);
    reader.start();
    Reply reply = next();
    firstSeconds = (System.nanoTime() - start) / NANOS;
    if (!(reply instanceof Reply.First first)) {
      throw fail("it answered out of turn");
    }
    version = first.version();
    notePeak();
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Reply.parse(line).ifPresent(replies::add);
      }
    } catch (IOException e) {
      replies.add(new Reply.Failed("its output broke off: " + e.getMessage()));
    }
    replies.add(new Reply.Failed("its process ended" + lastWords()));
  }

  /** Seconds of each of some steps. */
  double[] run(int steps) throws ContenderException {
    double[] seconds = ask("run " + steps);
    notePeak();
    return seconds;
  }

  /** Logits at inference. */
  double[] logits() throws ContenderException {
    return ask("logits");
  }

  private double[] ask(String order) throws ContenderException {
    try {
      orders.write(order);
      orders.newLine();
      orders.flush();
    } catch (IOException e) {
      throw fail("its process ended" + lastWords());
    }
    if (next() instanceof Reply.Numbers numbers) {
      return numbers.values();
    }
    throw fail("it answered out of turn");
  }

  private Reply next() throws ContenderException {
    try {
      Reply reply = replies.poll(PATIENCE_MINUTES, TimeUnit.MINUTES);
      if (reply == null) {
        throw fail("it did not answer for " + PATIENCE_MINUTES + " minutes");
      }
      if (reply instanceof Reply.Failed failed) {
        throw fail(failed.reason());
      }
      return reply;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw fail("the comparison was interrupted");
    }
  }

  private ContenderException fail(String reason) {
    process.destroyForcibly();
    return new ContenderException(reason);
  }

  private String lastWords() {
    try {
      List<String> lines = Files.readAllLines(errors, StandardCharsets.UTF_8);
      Optional<String> last =
          lines.stream().filter(line -> !line.isBlank()).reduce((one, other) -> other);
      return last.map(line -> ": " + line.strip()).orElse("");
    } catch (IOException e) {
      return "";
    }
  }

  private void notePeak() {
    peakBytes = Math.max(peakBytes, ProcessMemory.peakBytes(process.pid()));
  }

  Job job() {
    return job;
  }

  /** From the start of the process to the end of its first step. */
  double firstSeconds() {
    return firstSeconds;
  }

  String version() {
    return version;
  }

  /** The most physical memory it has held; 0 where the system does not tell. */
  long peakBytes() {
    return peakBytes;
  }

  @Override
  public void close() {
    try {
      orders.write("quit\n");
      orders.flush();
      orders.close();
      if (!process.waitFor(GOODBYE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
