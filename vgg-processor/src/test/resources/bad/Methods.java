package demo;

import io.github.vgg4j.Block;
import io.github.vgg4j.VggArch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

final class Methods {
  private Methods() {}

  @VggArch(@Block(convs = 1, out = 8))
  interface Own {
    float[] predict(float[] pixels); // ERROR [Vgg/AbstractMethod]

    String name();

    List<String> labels();

    int classify(Path file);

    String toString();

    static void helper() {}

    default int twice(Path file) {
      return 2 * classify(file);
    }
  }

  @VggArch(@Block(convs = 1, out = 8)) // ERROR [Vgg/AbstractMethod]
  interface Inherited extends Runnable {}

  @VggArch(@Block(convs = 1, out = 8))
  interface OtherResults {
    String classify(Path file); // ERROR [Vgg/MethodConflict]

    int name(); // ERROR [Vgg/MethodConflict]

    OtherResults load(Path file); // ERROR [Vgg/MethodConflict]

    default long plan() { // ERROR [Vgg/MethodConflict]
      return 0;
    }
  }

  @VggArch(@Block(convs = 1, out = 8))
  interface Closing extends java.io.Closeable {
    @Override
    void close() throws IOException;
  }

  static void use(Methods_OwnNetwork net, Path file) {
    Own own = net;
    own.twice(file);
  }
}
