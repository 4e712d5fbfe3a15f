package demo;

public enum Garment {
  T_SHIRT,
  TROUSER,
  PULLOVER,
  DRESS,
  COAT,
  SANDAL,
  SHIRT,
  SNEAKER,
  BAG,
  ANKLE_BOOT
}
