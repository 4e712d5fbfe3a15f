package io.github.vgg4j.benchmarks.compare;

/** What a step does. */
enum Mode {
  /** Forward, loss, backward, update by plain SGD. */
  TRAIN("training"),
  /** Forward only, dropout off. */
  INFER("inference");

  private final String title;

  Mode(String title) {
    this.title = title;
  }

  /** As tables write it. */
  String title() {
    return title;
  }
}
