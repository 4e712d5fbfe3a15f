package io.github.vgg4j.cuda.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.cuda.nvrtc._nvrtcProgram;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;

/** A program that loads the real libraries, compiles a kernel, and prints what was loaded. */
final class RealLibraries {

  private RealLibraries() {}

  public static void main(String[] args) throws IOException {
    Libraries libraries = CudaLibraries.find(Machine.here());
    if (!(libraries instanceof Libraries.Found found)) {
      System.out.println(libraries);
      return;
    }
    System.out.println("runtime: " + LibraryLoader.loadRuntime(found));
    System.out.println("others: " + LibraryLoader.loadOthers(found));
    System.out.println("versions: " + LibraryLoader.versions());
    System.out.println("compiled: " + compile());
    Files.readAllLines(Path.of("/proc/self/maps")).stream()
        .filter(line -> line.contains(".so"))
        .map(line -> line.substring(line.indexOf('/')))
        .distinct()
        .forEach(file -> System.out.println("mapped: " + file));
  }

  private static int compile() {
    _nvrtcProgram program = new _nvrtcProgram();
    PointerPointer<?> none = null;
    try (BytePointer source = new BytePointer("__global__ void one(float* x) { x[0] = 1; }");
        BytePointer name = new BytePointer("one.cu");
        PointerPointer<BytePointer> options = new PointerPointer<>("--gpu-architecture=sm_90")) {
      int made = nvrtc.nvrtcCreateProgram(program, source, name, 0, none, none);
      return made != 0 ? made : nvrtc.nvrtcCompileProgram(program, 1, options);
    }
  }
}
