package demo;

import io.github.vgg4j.Block;
import io.github.vgg4j.Head;
import io.github.vgg4j.Input;
import io.github.vgg4j.VggArch;

@VggArch(@Block(convs = 1, out = 8)) // ERROR [Vgg/NameTaken]
interface NameTaken {}
