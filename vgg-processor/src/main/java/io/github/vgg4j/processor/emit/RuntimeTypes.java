package io.github.vgg4j.processor.emit;

import com.palantir.javapoet.ClassName;

/**
 * The classes of the runtime that generated code names. The processor does not depend on them: they
 * stand on the user's class path.
 */
final class RuntimeTypes {
  static final ClassName NETWORK = ClassName.get("io.github.vgg4j.network", "Network");
  static final ClassName NETWORK_TYPE = NETWORK.peerClass("NetworkType");
  static final ClassName PARAMETERS = NETWORK.peerClass("Parameters");
  static final ClassName TYPED_TENSOR = NETWORK.peerClass("TypedTensor");
  static final ClassName TENSOR = ClassName.get("io.github.vgg4j.tensor", "Tensor");
  static final ClassName BUFFERED_IMAGE = ClassName.get("java.awt.image", "BufferedImage");

  private RuntimeTypes() {}
}
