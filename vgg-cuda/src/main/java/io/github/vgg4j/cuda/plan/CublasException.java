package io.github.vgg4j.cuda.plan;

import java.io.Serial;

/** cuBLASLt refused a call: what was being done, and its status in its own words. */
public final class CublasException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1;

  private final int status;

  CublasException(String doing, int status, String words) {
    super("cuBLASLt refused to " + doing + ": " + words);
    this.status = status;
  }

  /** The number of the {@code cublasStatus_t}. */
  public int status() {
    return status;
  }
}
