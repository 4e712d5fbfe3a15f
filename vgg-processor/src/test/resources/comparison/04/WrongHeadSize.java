package mistakes;

import io.github.vgg4j.Block;
import io.github.vgg4j.Head;
import io.github.vgg4j.Input;
import io.github.vgg4j.VggArch;

@VggArch(
    value = @Block(convs = 1, out = 8),
    input = @Input(channels = 3, height = 32, width = 32),
    head = @Head(in = 4096, classes = 10))
interface WrongHeadSize {}
