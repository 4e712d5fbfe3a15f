package demo;

import io.github.vgg4j.Block;
import io.github.vgg4j.Head;
import io.github.vgg4j.Input;
import io.github.vgg4j.Norm;
import io.github.vgg4j.Pool;
import io.github.vgg4j.VggArch;

final class Blocks {
  private Blocks() {}

  @VggArch({
    @Block(convs = 3, out = 8, kernel = {3, 1}), // ERROR [Vgg/KernelCount]
    @Block(convs = 2, out = 8, kernel = 5), // ERROR [Vgg/OutOfRange]
    @Block(convs = 2, out = 8, kernel = {3, 0}), // ERROR [Vgg/OutOfRange]
  })
  interface Kernels {}

  @VggArch(@Block(convs = 1, out = 8, kernel = {})) // ERROR [Vgg/KernelCount]
  interface NoKernels {}

  @VggArch(
      value = {
        @Block(convs = 1, out = 8, size = 112), // ERROR [Vgg/SizeMismatch]
        @Block(convs = 1, out = 8, size = {56, 28}),
        @Block(convs = 1, out = 8, pool = Pool.NONE, size = {28, 14}), // ERROR [Vgg/SizeMismatch]
        @Block(convs = 1, out = 8, size = {1, 2, 3}), // ERROR [Vgg/OutOfRange]
        @Block(convs = 1, out = 8, size = -7), // ERROR [Vgg/OutOfRange]
      },
      input = @Input(height = 224, width = 112))
  interface Sizes {}

  @VggArch(
      value = {
        @Block(convs = 1, out = 8, pool = Pool.NONE),
        @Block(convs = 1, out = 8, pool = Pool.AVERAGE, batchNorm = Norm.YES),
        @Block(convs = 1, out = 8), // ERROR [Vgg/SpatialUnderflow]
        @Block(convs = 1, out = 8, pool = Pool.NONE),
      },
      input = @Input(height = 3, width = 3))
  interface Small {}

  @VggArch(
      value = @Block(convs = 1, out = 8),
      head = @Head(pool = {7, 0})) // ERROR [Vgg/OutOfRange]
  interface Pooled {}

  @VggArch(
      value = @Block(convs = 1, out = 8),
      head = @Head(pool = Integer.MAX_VALUE)) // ERROR [Vgg/TooLarge]
  interface Spread {}
}
