package io.github.vgg4j.benchmarks.compare;

import io.github.vgg4j.engine.Precision;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Who takes part: an engine of ours or a peer, in one way of running it. */
enum Contender {
  VGG4J_ONEDNN_F32(Side.OURS, Precision.F32, Home.JVM, "float32"),
  VGG4J_ONEDNN_BF16(
      Side.OURS, Precision.BF16, Home.JVM, "bfloat16, float32 sums and master weights"),
  VGG4J_ONEDNN_INT8(
      Side.OURS, Precision.INT8, Home.JVM, "int8, calibrated by the images; inference only"),
  VGG4J_ND4J_F32(Side.OURS, Precision.F32, Home.JVM, "float32"),
  LIBTORCH_F32(Side.PEER, Precision.F32, Home.JVM, "float32, channels first"),
  LIBTORCH_CHANNELS_LAST(Side.PEER, Precision.F32, Home.JVM, "float32, channels last"),
  LIBTORCH_BF16(
      Side.PEER,
      Precision.BF16,
      Home.JVM,
      "channels last; training: autocast over float32 weights; inference: all in bfloat16"),
  LIBTORCH_BF16_PURE(
      Side.PEER,
      Precision.BF16,
      Home.JVM,
      "channels last; weights themselves in bfloat16, in training too, which loses small updates"),
  DJL_PYTORCH(Side.PEER, Precision.F32, Home.JVM, "float32, channels first"),
  DL4J(Side.PEER, Precision.F32, Home.JVM, "float32, channels first"),
  PYTHON_EAGER(Side.PEER, Precision.F32, Home.PYTHON, "float32, channels first"),
  PYTHON_CHANNELS_LAST(Side.PEER, Precision.F32, Home.PYTHON, "float32, channels last"),
  PYTHON_COMPILED(Side.PEER, Precision.F32, Home.PYTHON, "float32, channels last, torch.compile"),
  PYTHON_BF16(
      Side.PEER,
      Precision.BF16,
      Home.PYTHON,
      "channels last; training: autocast over float32 weights; inference: all in bfloat16"),
  PYTHON_BF16_COMPILED(
      Side.PEER, Precision.BF16, Home.PYTHON, "as python-bf16, with torch.compile");

  /** Whose it is. */
  enum Side {
    OURS,
    PEER
  }

  /** What kind of process it lives in. */
  enum Home {
    JVM,
    PYTHON
  }

  private final Side side;
  private final Precision precision;
  private final Home home;
  private final String note;

  Contender(Side side, Precision precision, Home home, String note) {
    this.side = side;
    this.precision = precision;
    this.home = home;
    this.note = note;
  }

  /**
   * The contender of a label.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Contender named(String label) {
    return Arrays.stream(values())
        .filter(contender -> contender.label().equals(label.strip()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no contender %s; there are %s"
                        .formatted(
                            label,
                            Arrays.stream(values())
                                .map(Contender::label)
                                .collect(Collectors.joining(", ")))));
  }

  /** As options and tables write it: {@code libtorch-channels-last}. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  Side side() {
    return side;
  }

  Precision precision() {
    return precision;
  }

  /** Whether it can do what is timed. */
  boolean does(Mode mode) {
    return mode == Mode.INFER || precision != Precision.INT8;
  }

  Home home() {
    return home;
  }

  /** How it runs. */
  String note() {
    return note;
  }
}
