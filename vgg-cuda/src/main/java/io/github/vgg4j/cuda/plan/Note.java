package io.github.vgg4j.cuda.plan;

import static org.bytedeco.cuda.global.cudnn.CUDNN_NUMERICAL_NOTE_DOWN_CONVERT_INPUTS;
import static org.bytedeco.cuda.global.cudnn.CUDNN_NUMERICAL_NOTE_FFT;
import static org.bytedeco.cuda.global.cudnn.CUDNN_NUMERICAL_NOTE_NONDETERMINISTIC;
import static org.bytedeco.cuda.global.cudnn.CUDNN_NUMERICAL_NOTE_REDUCED_PRECISION_REDUCTION;
import static org.bytedeco.cuda.global.cudnn.CUDNN_NUMERICAL_NOTE_STRICT_NAN_PROP;
import static org.bytedeco.cuda.global.cudnn.CUDNN_NUMERICAL_NOTE_TENSOR_CORE;
import static org.bytedeco.cuda.global.cudnn.CUDNN_NUMERICAL_NOTE_WINOGRAD;
import static org.bytedeco.cuda.global.cudnn.CUDNN_NUMERICAL_NOTE_WINOGRAD_TILE_13x13;
import static org.bytedeco.cuda.global.cudnn.CUDNN_NUMERICAL_NOTE_WINOGRAD_TILE_4x4;
import static org.bytedeco.cuda.global.cudnn.CUDNN_NUMERICAL_NOTE_WINOGRAD_TILE_6x6;

import java.util.EnumSet;
import java.util.Set;

/**
 * What cuDNN says about the numbers of an engine, and whether its kernel is compiled on the spot.
 */
public enum Note {
  TENSOR_CORE(CUDNN_NUMERICAL_NOTE_TENSOR_CORE),
  DOWN_CONVERT_INPUTS(CUDNN_NUMERICAL_NOTE_DOWN_CONVERT_INPUTS),
  REDUCED_PRECISION_SUMS(CUDNN_NUMERICAL_NOTE_REDUCED_PRECISION_REDUCTION),
  FFT(CUDNN_NUMERICAL_NOTE_FFT),
  NONDETERMINISTIC(CUDNN_NUMERICAL_NOTE_NONDETERMINISTIC),
  WINOGRAD(CUDNN_NUMERICAL_NOTE_WINOGRAD),
  WINOGRAD_4X4(CUDNN_NUMERICAL_NOTE_WINOGRAD_TILE_4x4),
  WINOGRAD_6X6(CUDNN_NUMERICAL_NOTE_WINOGRAD_TILE_6x6),
  WINOGRAD_13X13(CUDNN_NUMERICAL_NOTE_WINOGRAD_TILE_13x13),
  STRICT_NAN(CUDNN_NUMERICAL_NOTE_STRICT_NAN_PROP),
  /** A number that this cuDNN knows and we do not. */
  UNKNOWN(-1),
  /**
   * Not of the numbers: the kernel is compiled when the plan is made, which takes up to seconds.
   */
  RUNTIME_COMPILED(-2);

  private final int number;

  Note(int number) {
    this.number = number;
  }

  /** The numerical notes of cuDNN's numbers. */
  static Set<Note> of(int[] numbers) {
    Set<Note> notes = EnumSet.noneOf(Note.class);
    for (int number : numbers) {
      notes.add(of(number));
    }
    return notes;
  }

  private static Note of(int number) {
    for (Note note : values()) {
      if (note.number == number) {
        return note;
      }
    }
    return UNKNOWN;
  }
}
