package io.github.vgg4j.cuda.driver;

import java.io.Serial;

/** CUDA refused a call; the device goes on working. */
public final class CudaException extends IllegalStateException {

  @Serial private static final long serialVersionUID = 1;

  private final int code;

  CudaException(String device, String doing, int code, String error) {
    super(device + " could not " + doing + ": " + error);
    this.code = code;
  }

  /** CUDA's number of the error. */
  public int code() {
    return code;
  }
}
