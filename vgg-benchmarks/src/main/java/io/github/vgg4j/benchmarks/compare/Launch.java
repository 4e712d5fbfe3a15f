package io.github.vgg4j.benchmarks.compare;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How a contender's process is started; threads, waiting and allocator are the same for all. */
final class Launch {
  private static final String SCRIPT = "peer.py";
  private static final String KEPT_BYTES = Long.toString(4L << 30);
  private static final String PADDING_BYTES = Long.toString(256L << 20);

  private final String python;
  private final Path folder;

  /**
   * @param python a Python that has PyTorch, if any
   * @param folder for the script and what processes print
   */
  Launch(String python, Path folder) {
    this.python = python;
    this.folder = folder;
  }

  /** A process that is about to do the job. */
  Process start(Job job) throws IOException {
    List<String> command = new ArrayList<>(command(job.contender().home()));
    command.addAll(job.arguments());
    ProcessBuilder builder = new ProcessBuilder(command);
    String threads = Integer.toString(Runtime.getRuntime().availableProcessors());
    Map<String, String> environment = builder.environment();
    environment.put("OMP_NUM_THREADS", threads);
    environment.put("MKL_NUM_THREADS", threads);
    // A child whose turn it is not must not spin on the cores that another one is measured on.
    environment.put("OMP_WAIT_POLICY", "PASSIVE");
    // Without this, glibc gives every large block back to the system when an operation ends, and
    // the next one waits for the pages to be mapped anew: PyTorch then trains half as fast.
    environment.put("MALLOC_MMAP_THRESHOLD_", KEPT_BYTES);
    environment.put("MALLOC_TRIM_THRESHOLD_", KEPT_BYTES);
    environment.put("MALLOC_TOP_PAD_", PADDING_BYTES);
    environment.put("DJL_OFFLINE", "true");
    environment.put("OPT_OUT_TRACKING", "true");
    builder.redirectError(errors(job).toFile());
    return builder.start();
  }

  /** Where a job's standard error goes. */
  Path errors(Job job) {
    return folder.resolve(
        "%s-%s-%s.err".formatted(job.contender().label(), job.work(), job.mode()));
  }

  private List<String> command(Contender.Home home) {
    if (home == Contender.Home.PYTHON) {
      return List.of(python, script().toString());
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx2g",
            "-XX:+UseSerialGC",
            "-Dorg.bytedeco.javacpp.maxbytes=0",
            "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
            "-Dai.djl.offline=true"));
    if (Runtime.version().feature() >= 24) {
      command.add("--enable-native-access=ALL-UNNAMED");
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Child.class.getName()));
    return command;
  }

  private Path script() {
    Path script = folder.resolve(SCRIPT);
    try (InputStream text = Launch.class.getResourceAsStream(SCRIPT)) {
      if (text == null) {
        throw new IllegalStateException(SCRIPT + " is missing in this module's jar");
      }
      if (!Files.exists(script)) {
        Files.copy(text, script);
      }
      return script;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + script, e);
    }
  }
}
