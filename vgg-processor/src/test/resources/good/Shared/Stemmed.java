package shared;

import io.github.vgg4j.Head;
import io.github.vgg4j.Input;
import io.github.vgg4j.VggArch;

@VggArch(
    config = Widths.STEM + " 32 32/1 A",
    input = @Input(channels = 1, height = 16, width = 16),
    head = @Head(hidden = {}, classes = 4))
interface Stemmed {}
