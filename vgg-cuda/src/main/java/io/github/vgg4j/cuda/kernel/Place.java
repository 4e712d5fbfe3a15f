package io.github.vgg4j.cuda.kernel;

/**
 * Bytes on a device, at an address that is known once memory is taken: what a step reads and
 * writes. Recording a step needs no address; running it does.
 */
public interface Place {

  /** Bytes from the address on. */
  long bytes();

  /**
   * Where it lies on the device.
   *
   * @throws IllegalStateException before memory is taken
   */
  long address();

  /**
   * A part of it.
   *
   * @param offset in bytes from its start
   */
  default Place part(long offset, long bytes) {
    Place whole = this;
    if (offset < 0 || bytes < 0 || offset + bytes > bytes()) {
      throw new IllegalArgumentException(
          bytes + " bytes from " + offset + " are not inside a place of " + bytes());
    }
    return new Place() {
      @Override
      public long bytes() {
        return bytes;
      }

      @Override
      public long address() {
        return whole.address() + offset;
      }
    };
  }
}
