package io.github.vgg4j.benchmarks;

/** The ways in which {@link ProcessorCost} compiles, each a benchmark there. */
enum Way {
  INTERFACES_ALONE("interfacesAlone", "javac: the interfaces alone"),
  GENERATED_BY_HAND(
      "generatedByHand", "javac: the interfaces, and the generated classes as if written by hand"),
  PROCESSOR_KEPT("processorKept", "javac with the processor, whose classes stay loaded"),
  PROCESSOR_LOADED(
      "processorLoaded", "javac with the processor, whose classes are loaded for each compilation");

  private final String method;
  private final String title;

  Way(String method, String title) {
    this.method = method;
    this.title = title;
  }

  /** The way that a benchmark method goes. */
  static Way of(String method) {
    for (Way way : values()) {
      if (way.method.equals(method)) {
        return way;
      }
    }
    throw new IllegalArgumentException("No way of compiling is called " + method);
  }

  /** What a table calls it. */
  String title() {
    return title;
  }
}
