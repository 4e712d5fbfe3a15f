import io.github.vgg4j.Block;
import io.github.vgg4j.Input;
import io.github.vgg4j.VggArch;

/** The shortest way to write a network, in no package. */
@VggArch(value = @Block(convs = 1, out = 4), input = @Input(height = 8, width = 8))
interface Unpackaged {}
