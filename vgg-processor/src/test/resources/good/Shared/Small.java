package shared;

import io.github.vgg4j.Block;
import io.github.vgg4j.Input;
import io.github.vgg4j.VggArch;

@VggArch(
    value = @Block(convs = Widths.DEEP, out = 2 * Widths.WIDE),
    input = @Input(height = 8, width = 8))
interface Small {}
