package demo;

import io.github.vgg4j.Input;
import io.github.vgg4j.VggArch;

/** Asks for a name of some type. */
interface Titled<T extends CharSequence> {
  T name();

  default int length() {
    return name().length();
  }
}

/** Generic parents: what the generated class has fits what they ask for. */
@VggArch(config = "4 M", input = @Input(height = 8, width = 8))
interface Inherited extends Titled<String>, AutoCloseable {

  @Override
  void close();
}
