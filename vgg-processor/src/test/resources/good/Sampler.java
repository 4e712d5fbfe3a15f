package demo;

import io.github.vgg4j.Block;
import io.github.vgg4j.Head;
import io.github.vgg4j.Input;
import io.github.vgg4j.Norm;
import io.github.vgg4j.Pool;
import io.github.vgg4j.VggArch;

/** Everything that a block and a head can say. */
@VggArch(
    value = {
      @Block(convs = 2, out = 16, localResponseNorm = true, batchNorm = Norm.NO, size = {16, 24}),
      @Block(convs = 3, out = 32, kernel = {3, 3, 1}, in = 16),
      @Block(convs = 1, out = 32, kernel = 1, pool = Pool.NONE, size = {8, 12}),
      @Block(convs = 1, out = 64, pool = Pool.AVERAGE, batchNorm = Norm.YES)
    },
    batchNorm = true,
    input = @Input(height = 32, width = 48),
    head = @Head(hidden = {40}, classes = 10, pool = {3, 2}))
public interface Sampler {}
