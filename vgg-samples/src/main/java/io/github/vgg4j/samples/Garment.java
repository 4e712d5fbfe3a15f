package io.github.vgg4j.samples;

/** The ten classes of Fashion-MNIST, in the order of its labels. */
public enum Garment {
  T_SHIRT("T-shirt/top"),
  TROUSER("trouser"),
  PULLOVER("pullover"),
  DRESS("dress"),
  COAT("coat"),
  SANDAL("sandal"),
  SHIRT("shirt"),
  SNEAKER("sneaker"),
  BAG("bag"),
  ANKLE_BOOT("ankle boot");

  private final String text;

  Garment(String text) {
    this.text = text;
  }

  /** In words, as the data set's authors call it. */
  @Override
  public String toString() {
    return text;
  }
}
