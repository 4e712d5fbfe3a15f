package io.github.vgg4j.cuda.plan;

import org.bytedeco.javacpp.Pointer;

/** An address on the device, for a call that wants a pointer; the host never reads through it. */
final class DevicePointer extends Pointer {

  DevicePointer(long address) {
    this.address = address;
  }
}
