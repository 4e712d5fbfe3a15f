package io.github.vgg4j.tensor;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** Memory outside the heap, and the limits that JavaCPP sets on it. */
public final class NativeMemory {

  private NativeMemory() {}

  /**
   * Memory that holds zeros; closing it frees it. The system's own pages are zero when they are
   * first touched, so that large blocks need not be written here: whoever fills them with weights
   * is the first to wait for them.
   *
   * @param bytes at least 1
   * @throws OutOfMemoryError if there is no such block
   */
  public static BytePointer zeros(long bytes) {
    Pointer block = Pointer.calloc(1, bytes);
    if (block == null || block.isNull()) {
      throw new OutOfMemoryError("There are no " + bytes + " bytes of memory left");
    }
    return new Owned(block, bytes);
  }

  /** Frees what {@code calloc} gave, which JavaCPP leaves to its caller. */
  private static final class Owned extends BytePointer {
    Owned(Pointer block, long bytes) {
      super(block);
      capacity(bytes);
      deallocator(() -> Pointer.free(block));
    }
  }

  /**
   * Lifts the limits, which follow the size of the heap unless a property sets them: here the
   * numbers live outside the heap, and a batch that does not fit is refused before. Works only
   * until JavaCPP is first used; {@link Tensor} and the engines' discovery call it.
   */
  public static void liftLimits() {
    liftLimit("org.bytedeco.javacpp.maxbytes");
    liftLimit("org.bytedeco.javacpp.maxphysicalbytes");
  }

  private static void liftLimit(String property) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, "0");
    }
  }
}
