package io.github.vgg4j.cuda.kernel;

/** One argument of a kernel. */
public sealed interface Argument {

  /** A pointer; {@link #NOWHERE} for a null one. */
  record Address(Place place) implements Argument {}

  /** A 32-bit integer. */
  record Whole(int value) implements Argument {}

  /** A 64-bit integer. */
  record Long(long value) implements Argument {}

  /** A float32. */
  record Real(float value) implements Argument {}

  /** In place of an array that a kernel is to leave out: the null pointer. */
  Place NOWHERE =
      new Place() {
        @Override
        public long bytes() {
          return 0;
        }

        @Override
        public long address() {
          return 0;
        }
      };
}
