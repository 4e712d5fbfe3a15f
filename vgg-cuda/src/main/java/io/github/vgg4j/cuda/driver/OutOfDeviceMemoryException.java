package io.github.vgg4j.cuda.driver;

import java.io.Serial;

/** The device has less memory left than was asked for; nothing was taken. */
public final class OutOfDeviceMemoryException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1;

  /**
   * Says how much was asked for.
   *
   * @param device its name
   * @param wanted bytes
   * @param free bytes
   */
  public OutOfDeviceMemoryException(String device, long wanted, long free) {
    super(device + " has " + free + " bytes of memory left, but " + wanted + " were asked for");
  }
}
