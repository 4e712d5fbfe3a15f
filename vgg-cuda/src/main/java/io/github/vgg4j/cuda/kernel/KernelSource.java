package io.github.vgg4j.cuda.kernel;

import java.util.Map;
import java.util.TreeMap;

/**
 * A source file and what it is compiled for; kernels of equal sources share one module.
 *
 * @param file in this package's resources, such as {@code pool.cu}
 * @param defines macros and their values, such as {@code BF16} and 1
 */
public record KernelSource(String file, Map<String, Integer> defines) {

  public KernelSource {
    defines = Map.copyOf(new TreeMap<>(defines));
  }
}
