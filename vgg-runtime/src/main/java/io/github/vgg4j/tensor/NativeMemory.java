package io.github.vgg4j.tensor;

/** The limits that JavaCPP sets on memory outside the heap. */
public final class NativeMemory {

  private NativeMemory() {}

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
