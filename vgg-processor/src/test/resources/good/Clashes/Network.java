package clash;

import io.github.vgg4j.Block;
import io.github.vgg4j.Head;
import io.github.vgg4j.Input;
import io.github.vgg4j.VggArch;

/** Bears the name of its generated class's base class. */
@VggArch(
    value = @Block(convs = 1, out = 4),
    input = @Input(height = 8, width = 8),
    head = @Head(hidden = {}, labels = Logits.class))
public interface Network {}
