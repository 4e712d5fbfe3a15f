package io.github.vgg4j.onednn;

import com.sun.jna.NativeLibrary;
import io.github.vgg4j.engine.Threads;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Loader;

/**
 * The library whose threads oneDNN computes with. Its number of threads is a setting of the thread
 * that calls, so each one that drives a session sets it once.
 */
final class OpenMp {

  /** What it is called where: by GCC, Intel, LLVM and Microsoft. */
  private static final List<String> NAMES = List.of("gomp", "iomp5", "omp", "vcomp140");

  private static final ThreadLocal<Integer> SET = ThreadLocal.withInitial(() -> 0);

  private OpenMp() {}

  /**
   * Makes what the calling thread runs next use so many threads.
   *
   * @param threads empty leaves the number as it is
   * @throws IllegalStateException if this machine's library cannot be told
   */
  static void use(OptionalInt threads) {
    if (threads.isEmpty() || SET.get() == threads.getAsInt()) {
      return;
    }
    try {
      library().getFunction("omp_set_num_threads").invokeVoid(new Object[] {threads.getAsInt()});
    } catch (LinkageError e) {
      throw new IllegalStateException(
          "The number of threads cannot be set here ("
              + e.getMessage()
              + "). Set the environment variable OMP_NUM_THREADS instead of "
              + Threads.PROPERTY,
          e);
    }
    SET.set(threads.getAsInt());
  }

  private static NativeLibrary library() {
    Loader.load(dnnl.class);
    for (Map.Entry<String, String> loaded : Loader.getLoadedLibraries().entrySet()) {
      String name = loaded.getKey().replaceAll("@.*", "");
      if (NAMES.contains(name)) {
        return NativeLibrary.getInstance(loaded.getValue());
      }
    }
    throw new UnsatisfiedLinkError("oneDNN came without a library of OpenMP");
  }
}
