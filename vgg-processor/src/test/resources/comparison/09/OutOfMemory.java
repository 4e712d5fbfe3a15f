package mistakes;

import io.github.vgg4j.Block;
import io.github.vgg4j.Budget;
import io.github.vgg4j.Head;
import io.github.vgg4j.Input;
import io.github.vgg4j.VggArch;

@VggArch(
    value = {
      @Block(convs = 1, out = 64),
      @Block(convs = 1, out = 128),
      @Block(convs = 2, out = 256),
      @Block(convs = 2, out = 512),
      @Block(convs = 2, out = 512)
    },
    input = @Input(channels = 1, height = 224, width = 224),
    head = @Head(classes = 10),
    budget =
        @Budget(
            trainingMemory = "1.6GiB",
            batch = 16,
            optimizer = Budget.Optimizer.SGD))
interface OutOfMemory {}
