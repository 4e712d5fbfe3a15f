package io.github.vgg4j.onednn;

import java.util.Locale;
import org.bytedeco.dnnl.global.dnnl;

/** The processor as oneDNN sees it. */
final class Cpu {

  private Cpu() {}

  /** The widest instructions that oneDNN uses here, such as {@code AVX-512 with bfloat16}. */
  static String instructions() {
    int isa = dnnl.dnnl_get_effective_cpu_isa();
    if (has(isa, dnnl.dnnl_cpu_isa_avx512_core_amx)) {
      return "AMX";
    } else if (has(isa, dnnl.dnnl_cpu_isa_avx512_core_bf16)) {
      return "AVX-512 with bfloat16";
    } else if (has(isa, dnnl.dnnl_cpu_isa_avx512_core)) {
      return "AVX-512";
    } else if (has(isa, dnnl.dnnl_cpu_isa_avx2)) {
      return "AVX2";
    }
    return System.getProperty("os.arch", "unknown").toLowerCase(Locale.ROOT);
  }

  /** Whether products of bfloat16 numbers have instructions of their own. */
  static boolean hasFastBfloat16() {
    return has(dnnl.dnnl_get_effective_cpu_isa(), dnnl.dnnl_cpu_isa_avx512_core_bf16);
  }

  /** Whether sums of products of bytes have instructions of their own: VNNI, or AMX. */
  static boolean hasFastInt8() {
    int isa = dnnl.dnnl_get_effective_cpu_isa();
    return has(isa, dnnl.dnnl_cpu_isa_avx512_core_vnni) || has(isa, dnnl.dnnl_cpu_isa_avx2_vnni);
  }

  /** A set of instructions contains those that it extends, bit by bit. */
  private static boolean has(int isa, int wanted) {
    return wanted != 0 && (isa & wanted) == wanted;
  }
}
