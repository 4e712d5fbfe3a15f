package io.github.vgg4j.benchmarks.compare;

import java.nio.file.Path;
import java.util.List;

/**
 * What one process is to do; travels as its arguments.
 *
 * @param inputs folder of the files that {@link Inputs} writes for the work
 */
record Job(Contender contender, Work work, Mode mode, Path inputs) {

  List<String> arguments() {
    return List.of(contender.label(), work.name(), mode.name(), inputs.toString());
  }

  static Job of(String... arguments) {
    if (arguments.length != 4) {
      throw new IllegalArgumentException("A job has 4 arguments, but here are " + arguments.length);
    }
    return new Job(
        Contender.named(arguments[0]),
        Work.valueOf(arguments[1]),
        Mode.valueOf(arguments[2]),
        Path.of(arguments[3]));
  }
}
