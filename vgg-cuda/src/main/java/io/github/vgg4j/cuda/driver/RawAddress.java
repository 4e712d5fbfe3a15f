package io.github.vgg4j.cuda.driver;

import org.bytedeco.javacpp.Pointer;

/** A pointer that can be moved, so that calls in a step make no objects; it owns nothing. */
final class RawAddress extends Pointer {

  /** Points to an address of the host or the device, and answers itself. */
  RawAddress at(long newAddress) {
    address = newAddress;
    return this;
  }
}
