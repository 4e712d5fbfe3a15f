package demo;

import io.github.vgg4j.Block;
import io.github.vgg4j.Budget;
import io.github.vgg4j.Head;
import io.github.vgg4j.Input;
import io.github.vgg4j.VggArch;

/** Within its budget, which takes part in nothing else. */
@VggArch(
    value = {@Block(convs = 1, out = 64), @Block(convs = 1, out = 128)},
    widthDivisor = 4,
    input = @Input(channels = 1, height = 28, width = 28),
    head = @Head(hidden = 256, classes = 10),
    budget =
        @Budget(
            parameters = "1M",
            macs = "10M",
            trainingMemory = Thrifty.CARD,
            inferenceMemory = "64 MiB",
            batch = 128))
interface Thrifty {
  String CARD = "0.25GiB";
}
