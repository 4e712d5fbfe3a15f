package io.github.vgg4j.cuda.plan;

import static org.bytedeco.cuda.global.cudnn.CUDNN_STATUS_SUCCESS;
import static org.bytedeco.cuda.global.cudnn.cudnnGetErrorString;
import static org.bytedeco.cuda.global.cudnn.cudnnGetLastErrorString;

import java.nio.charset.StandardCharsets;

/** Checks what cuDNN answers. The last error is kept per thread, so it is read at once. */
final class Cudnn {

  private static final int WORDS = 4096;

  private Cudnn() {}

  /**
   * Throws unless the status is success.
   *
   * @param doing such as {@code finalise the tensor X of ...}
   * @throws CudnnException with cuDNN's own words
   */
  static void check(int status, String doing) {
    if (status != CUDNN_STATUS_SUCCESS) {
      throw new CudnnException(doing, status, cudnnGetErrorString(status).getString(), lastWords());
    }
  }

  private static String lastWords() {
    byte[] words = new byte[WORDS];
    cudnnGetLastErrorString(words, WORDS);
    int length = 0;
    while (length < WORDS && words[length] != 0) {
      length++;
    }
    return new String(words, 0, length, StandardCharsets.UTF_8).strip();
  }
}
