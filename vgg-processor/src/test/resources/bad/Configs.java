package demo;

import io.github.vgg4j.Input;
import io.github.vgg4j.VggArch;

final class Configs {
  private Configs() {}

  @VggArch(config = "64 M 128 m") // ERROR [Vgg/ConfigToken]
  interface LowerCase {}

  @VggArch(config = "M 64 M") // ERROR [Vgg/ConfigToken]
  interface PoolFirst {}

  @VggArch(config = "64 64 L M") // ERROR [Vgg/ConfigToken]
  interface LateNorm {}

  @VggArch(config = "0 M, 64/5 M") // ERROR [Vgg/ConfigToken] // ERROR [Vgg/ConfigToken]
  interface Numbers {}

  @VggArch(
      config = "8 M 8 M 8 M", // ERROR [Vgg/SpatialUnderflow]
      input = @Input(height = 4, width = 4))
  interface TooDeep {}

  @VggArch(
      config = "8 M 12 M", // ERROR [Vgg/IndivisibleWidth]
      widthDivisor = 8)
  interface Narrow {}

  @VggArch(
      config = "8 M 8 M", // WARNING [Vgg/OddHalving]
      input = @Input(height = 6, width = 4))
  interface Odd {}

  static void use(Configs_LowerCaseNetwork.Block2 two, Configs_NumbersNetwork.Block2 block) {}
}
