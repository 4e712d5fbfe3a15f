package io.github.vgg4j.cuda.plan;

import static org.bytedeco.cuda.global.cublas.CUBLAS_STATUS_SUCCESS;
import static org.bytedeco.cuda.global.cublas.cublasLtGetStatusString;

/** Checks what cuBLASLt answers. */
final class Cublas {

  private Cublas() {}

  /**
   * Throws unless the status is success.
   *
   * @param doing such as {@code describe ...}
   * @throws CublasException with cuBLASLt's own words
   */
  static void check(int status, String doing) {
    if (status != CUBLAS_STATUS_SUCCESS) {
      throw new CublasException(doing, status, cublasLtGetStatusString(status).getString());
    }
  }
}
