package demo;

import io.github.vgg4j.Block;
import io.github.vgg4j.VggArch;

final class NotInterfaces {
  private NotInterfaces() {}

  @VggArch(@Block(convs = 1, out = 8)) // ERROR [Vgg/NotAnInterface]
  static class AsClass {}

  @VggArch(@Block(convs = 1, out = 8)) // ERROR [Vgg/NotAnInterface]
  enum AsEnum {}

  @VggArch(@Block(convs = 1, out = 8)) // ERROR [Vgg/NotAnInterface], unplaced by ECJ
  record AsRecord() {}

  @VggArch(@Block(convs = 1, out = 8)) // ERROR [Vgg/NotAnInterface]
  @interface AsAnnotation {}

  @VggArch(@Block(convs = 1, out = 8)) // ERROR [Vgg/GenericInterface]
  interface Generic<T> {}

  @VggArch(@Block(convs = 1, out = 8)) // ERROR [Vgg/HiddenInterface]
  private interface Hidden {}

  private static final class Nest {
    @VggArch(@Block(convs = 1, out = 8)) // ERROR [Vgg/HiddenInterface]
    interface Inside {}
  }

  @VggArch(@Block(convs = 1, out = 8)) // ERROR [Vgg/SealedInterface]
  sealed interface Sealed {}

  static final class Only implements Sealed {}

  static void use(NotInterfaces_AsClassNetwork one, NotInterfaces_GenericNetwork two) {}
}
