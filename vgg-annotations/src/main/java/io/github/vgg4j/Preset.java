package io.github.vgg4j;

/**
 * The configurations of the VGG paper (Simonyan and Zisserman 2015, table 1), each with the
 * notation that {@link VggArch#config()} would take for it.
 */
public enum Preset {
  /** No preset: blocks or a config say what the network is. */
  NONE(""),
  /** Configuration A: 8 convolutions and 3 dense layers. */
  VGG11("64 M 128 M 256 256 M 512 512 M 512 512 M"),
  /** Configuration A-LRN: A with local response norm after the first convolution. */
  VGG11_LRN("64 L M 128 M 256 256 M 512 512 M 512 512 M"),
  /** Configuration B: 10 convolutions. */
  VGG13("64 64 M 128 128 M 256 256 M 512 512 M 512 512 M"),
  /** Configuration C: 13 convolutions, the last of blocks 3 to 5 with a 1x1 kernel. */
  VGG16_1X1("64 64 M 128 128 M 256 256 256/1 M 512 512 512/1 M 512 512 512/1 M"),
  /** Configuration D: 13 convolutions. */
  VGG16("64 64 M 128 128 M 256 256 256 M 512 512 512 M 512 512 512 M"),
  /** Configuration E: 16 convolutions. */
  VGG19("64 64 M 128 128 M 256 256 256 256 M 512 512 512 512 M 512 512 512 512 M");

  private final String config;

  Preset(String config) {
    this.config = config;
  }

  /** The same blocks in the notation of {@link VggArch#config()}; empty for {@link #NONE}. */
  public String config() {
    return config;
  }
}
