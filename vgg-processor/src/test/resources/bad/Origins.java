package demo;

import io.github.vgg4j.Block;
import io.github.vgg4j.Input;
import io.github.vgg4j.Preset;
import io.github.vgg4j.VggArch;

final class Origins {
  private Origins() {}

  @VggArch(
      value = @Block(convs = 1, out = 8),
      preset = Preset.VGG11) // ERROR [Vgg/SeveralOrigins]
  interface BlocksAndPreset {}

  @VggArch(
      value = {@Block(convs = 1, out = 8), @Block(convs = 0, out = 8)},
      config = "64 X") // ERROR [Vgg/SeveralOrigins]
  interface BlocksAndConfig {}

  @VggArch(
      preset = Preset.VGG16,
      config = "64 M") // ERROR [Vgg/SeveralOrigins]
  interface PresetAndConfig {}

  @VggArch(preset = Preset.NONE) // ERROR [Vgg/NoBlocks]
  interface Nothing {}

  @VggArch(
      preset = Preset.VGG16, // ERROR [Vgg/SpatialUnderflow]
      input = @Input(height = 16, width = 16))
  interface TooSmall {}

  @VggArch(
      preset = Preset.VGG16,
      widthDivisor = 3) // ERROR [Vgg/IndivisibleWidth]
  interface Thirds {}

  static void use(Origins_PresetAndConfigNetwork.Block5 five, Origins_BlocksAndConfigNetwork two) {}
}
