package io.github.vgg4j.onednn;

import io.github.vgg4j.arch.OnednnMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.BytePointer;

/**
 * Records operations over flat arrays of one length, piece by piece, so that a piece stays in the
 * cache from its first operation to its last.
 */
final class FlatPass {

  /** Floats of a piece, at most. */
  static final long PIECE = OnednnMemory.PIECE;

  private final Natives natives;
  private final Kernels kernels;
  private final Recorder recorder;
  private final long floats;
  private final List<Operation> operations = new ArrayList<>();

  /** A piece of the size that the operations are for. */
  private Piece template;

  /**
   * Passes over arrays of so many floats.
   *
   * @param natives live as long as what is recorded
   */
  FlatPass(Natives natives, Recorder recorder, long floats) {
    this.natives = natives;
    this.kernels = new Kernels(natives);
    this.recorder = recorder;
    this.floats = floats;
    this.template = piece(0);
  }

  /** The same part of each flat array. */
  private record Piece(long from, Layout layout) {}

  /** An operand of an operation: what it is for each piece. */
  interface Term extends Function<Piece, Value> {}

  /** What is done to every piece of a size, by one kernel. */
  private record Operation(Kernel kernel, List<Integer> names, List<Term> terms) {}

  /** A flat array. */
  Term array(BytePointer start) {
    return piece -> Value.fixed(piece.layout, start, piece.from * Float.BYTES);
  }

  /** The same room for every piece, of {@link #PIECE} floats at most. */
  Term room(BytePointer start) {
    return piece -> Value.fixed(piece.layout, start, 0);
  }

  /** A number, which every number of a piece meets. */
  Term scalar(BytePointer start, long offset) {
    Value value = Value.fixed(scalarLayout(), start, offset);
    return piece -> value;
  }

  PostOps postOps() {
    return kernels.postOps();
  }

  /** The layout of a piece, for post operations. */
  Layout layout() {
    return template.layout;
  }

  Layout scalarLayout() {
    return Layout.plain(natives, NumberType.F32, 1);
  }

  /**
   * Records a pass.
   *
   * @param compose adds the operations of one piece, in their order
   */
  void record(Runnable compose) {
    operations.clear();
    for (long from = 0; from < floats; from += PIECE) {
      Piece piece = piece(from);
      if (operations.isEmpty() || !piece.layout.sameAs(template.layout)) {
        operations.clear();
        template = piece;
        compose.run();
      }
      operations.forEach(operation -> record(operation, piece));
    }
  }

  /** {@code to = from}. */
  void copy(Term from, Term to) {
    Kernel kernel = kernels.reorder(layout(from), layout(to));
    add(kernel, List.of(dnnl.DNNL_ARG_FROM, dnnl.DNNL_ARG_TO), List.of(from, to));
  }

  /** {@code to += factor * from}. */
  void addScaled(Term from, Term factor, Term to) {
    binary(dnnl.dnnl_binary_mul, from, factor, to, kernels.postOps().accumulate(1));
  }

  /** {@code out = a op b}. */
  void binary(int algorithm, Term a, Term b, Term out) {
    binary(algorithm, a, b, out, kernels.postOps());
  }

  /**
   * {@code out = after(a op b)}.
   *
   * @param others the arrays of the post operations that read one, in their order
   */
  void binary(int algorithm, Term a, Term b, Term out, PostOps after, Term... others) {
    List<Integer> names =
        new ArrayList<>(List.of(dnnl.DNNL_ARG_SRC_0, dnnl.DNNL_ARG_SRC_1, dnnl.DNNL_ARG_DST));
    List<Term> terms = new ArrayList<>(List.of(a, b, out));
    names.addAll(after.arguments());
    terms.addAll(List.of(others));
    add(kernel(algorithm, a, b, out, after), names, terms);
  }

  private Kernel kernel(int algorithm, Term a, Term b, Term out, PostOps after) {
    return kernels.binary(algorithm, layout(a), layout(b), layout(out), after);
  }

  private void add(Kernel kernel, List<Integer> names, List<Term> terms) {
    operations.add(new Operation(kernel, names, terms));
  }

  private void record(Operation operation, Piece piece) {
    recorder.call(
        operation.kernel,
        operation.names.stream().mapToInt(Integer::intValue).toArray(),
        operation.terms.stream().map(term -> term.apply(piece)).toArray(Operand[]::new));
  }

  private Layout layout(Term term) {
    return term.apply(template).layout();
  }

  private Piece piece(long from) {
    return new Piece(from, Layout.plain(natives, NumberType.F32, Math.min(PIECE, floats - from)));
  }
}
