package io.github.vgg4j.cuda.kernel;

import static org.bytedeco.cuda.global.nvrtc.NVRTC_SUCCESS;
import static org.bytedeco.cuda.global.nvrtc.nvrtcCompileProgram;
import static org.bytedeco.cuda.global.nvrtc.nvrtcCreateProgram;
import static org.bytedeco.cuda.global.nvrtc.nvrtcDestroyProgram;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetCUBIN;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetCUBINSize;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetErrorString;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetProgramLog;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetProgramLogSize;
import static org.bytedeco.cuda.global.nvrtc.nvrtcVersion;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.bytedeco.cuda.nvrtc._nvrtcProgram;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.javacpp.SizeTPointer;

/**
 * Compiles kernels for one kind of GPU with NVRTC, whose library must be loaded already; takes some
 * 50 ms each, so ask {@link KernelCache}. Arithmetic stays exact: no fast division, no flushing.
 */
public final class KernelCompiler {

  private KernelCompiler() {}

  /**
   * Machine code.
   *
   * @param cubin what the driver loads
   * @param log of the compiler, with each kernel's registers
   */
  @SuppressWarnings("ArrayRecordComponent") // Megabytes that nobody compares.
  public record Compiled(byte[] cubin, String log) {}

  /** Version of NVRTC, such as {@code 13.0}. */
  public static String version() {
    int[] major = new int[1];
    int[] minor = new int[1];
    check(nvrtcVersion(major, minor), "nvrtcVersion");
    return major[0] + "." + minor[0];
  }

  /**
   * Compiles a source.
   *
   * @param computeCapability 90 for 9.0
   * @throws IllegalArgumentException if the source is wrong: the message has the compiler's, with
   *     file and line
   */
  public static Compiled compile(KernelSource source, int computeCapability) {
    return compile(source.file(), KernelText.of(source.file()), options(source, computeCapability));
  }

  /** The options of a source, part of what a cache knows it by. */
  static List<String> options(KernelSource source, int computeCapability) {
    List<String> options = new ArrayList<>();
    options.add("--gpu-architecture=sm_" + computeCapability);
    options.add("--std=c++17");
    options.add("--ptxas-options=--verbose");
    new TreeMap<>(source.defines())
        .forEach((name, value) -> options.add("-D" + name + "=" + value));
    return options;
  }

  @SuppressWarnings("try") // The scope frees what is made in it.
  static Compiled compile(String file, String text, List<String> options) {
    try (PointerScope scope = new PointerScope()) {
      _nvrtcProgram program = new _nvrtcProgram();
      check(
          nvrtcCreateProgram(
              program,
              new BytePointer(text),
              new BytePointer(file),
              KernelText.HEADERS.size(),
              strings(KernelText.HEADERS.stream().map(KernelText::of).toList()),
              strings(KernelText.HEADERS)),
          "nvrtcCreateProgram");
      try {
        return compile(file, program, options);
      } finally {
        check(nvrtcDestroyProgram(program), "nvrtcDestroyProgram");
      }
    }
  }

  private static Compiled compile(String file, _nvrtcProgram program, List<String> options) {
    int code = nvrtcCompileProgram(program, options.size(), strings(options));
    String log = log(program);
    if (code != NVRTC_SUCCESS) {
      throw new IllegalArgumentException(
          file
              + " does not compile with "
              + String.join(" ", options)
              + " ("
              + nvrtcGetErrorString(code).getString()
              + "):\n"
              + log);
    }
    SizeTPointer size = new SizeTPointer(1);
    check(nvrtcGetCUBINSize(program, size), "nvrtcGetCUBINSize");
    byte[] cubin = new byte[Math.toIntExact(size.get())];
    check(nvrtcGetCUBIN(program, cubin), "nvrtcGetCUBIN");
    return new Compiled(cubin, log);
  }

  private static PointerPointer<BytePointer> strings(List<String> strings) {
    return new PointerPointer<>(strings.toArray(new String[0]));
  }

  private static String log(_nvrtcProgram program) {
    SizeTPointer size = new SizeTPointer(1);
    check(nvrtcGetProgramLogSize(program, size), "nvrtcGetProgramLogSize");
    BytePointer log = new BytePointer(size.get() + 1);
    check(nvrtcGetProgramLog(program, log), "nvrtcGetProgramLog");
    return log.put(size.get(), (byte) 0).getString().strip();
  }

  private static void check(int code, String call) {
    if (code != NVRTC_SUCCESS) {
      throw new IllegalStateException(
          call + " of NVRTC fails: " + nvrtcGetErrorString(code).getString());
    }
  }
}
