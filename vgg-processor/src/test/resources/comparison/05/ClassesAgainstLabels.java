package mistakes;

import io.github.vgg4j.Block;
import io.github.vgg4j.Head;
import io.github.vgg4j.Input;
import io.github.vgg4j.VggArch;

enum Garment {
  SHIRT,
  COAT,
  BOOT
}

@VggArch(
    value = @Block(convs = 1, out = 8),
    input = @Input(channels = 1, height = 28, width = 28),
    head = @Head(classes = 10, labels = Garment.class))
interface ClassesAgainstLabels {}
