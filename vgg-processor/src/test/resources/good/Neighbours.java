package demo;

import io.github.vgg4j.Input;
import io.github.vgg4j.VggArch;

/** Two networks in one file, inside a generic class, one inside the other. */
class Neighbours<T extends Comparable<T>> {
  T content;

  @VggArch(config = "16 M", input = @Input(height = 8, width = 8))
  interface Inner {
    /** Only a place to stand in. */
    interface Deep {
      @VggArch(config = "4 A", input = @Input(height = 8, width = 8))
      interface Deepest {}
    }
  }
}
