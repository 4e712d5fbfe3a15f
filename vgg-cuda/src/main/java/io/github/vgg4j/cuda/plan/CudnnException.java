package io.github.vgg4j.cuda.plan;

import java.io.Serial;

/** cuDNN refused a call: what was being done, its status, and its own words. */
public final class CudnnException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1;

  private final int status;

  CudnnException(String doing, int status, String statusName, String words) {
    super(
        "cuDNN refused to "
            + doing
            + ": "
            + statusName
            + (words.isEmpty() ? "" : " (" + words + ")"));
    this.status = status;
  }

  /** The number of the {@code cudnnStatus_t}. */
  public int status() {
    return status;
  }
}
