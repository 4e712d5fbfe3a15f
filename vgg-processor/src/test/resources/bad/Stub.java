package demo;

import io.github.vgg4j.Block;
import io.github.vgg4j.VggArch;

/** What a stub of another language's compiler may look like: names that exist nowhere. */
@kotlin.Metadata(mv = {1, 9, 0}, k = 1, d1 = {""}) // ERROR [compiler]
@VggArch({
  @Block(convs = 1, out = 8),
  @Block(convs = 1, out = 8, in = 9), // ERROR [Vgg/ChannelMismatch]
})
public abstract interface Stub extends Missing { // ERROR [compiler]
  @org.jetbrains.annotations.NotNull() // ERROR [compiler]
  public abstract error.NonExistentClass features(); // ERROR [compiler]
}
