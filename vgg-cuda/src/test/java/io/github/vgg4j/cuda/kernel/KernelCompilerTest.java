package io.github.vgg4j.cuda.kernel;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class KernelCompilerTest {

  @Test
  void x() {
    Nvrtc.orSkip();
    System.out.println(KernelCompiler.version());
    System.out.println(
        KernelCompiler.compile(new KernelSource("pool.cu", Map.of("BF16", 1, "VECTOR", 8)), 90)
            .log());
  }
}
