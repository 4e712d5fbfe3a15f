package shop;

public enum Shoe {
  TRAINER,
  SANDAL,
  BOOT
}
