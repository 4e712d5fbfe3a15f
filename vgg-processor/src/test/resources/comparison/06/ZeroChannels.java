package mistakes;

import io.github.vgg4j.Block;
import io.github.vgg4j.Head;
import io.github.vgg4j.Input;
import io.github.vgg4j.VggArch;

@VggArch(
    value = @Block(convs = 1, out = 0),
    input = @Input(channels = 3, height = 8, width = 8),
    head = @Head(classes = 10))
interface ZeroChannels {}
