package demo;

import io.github.vgg4j.Block;
import io.github.vgg4j.Input;
import io.github.vgg4j.VggArch;

@VggArch(value = @Block(convs = 1, out = 4), input = @Input(height = 8, width = 8))
interface Modular {}
