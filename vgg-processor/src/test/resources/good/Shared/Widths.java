package shared;

/** Constants that several networks share. */
final class Widths {
  static final int DEEP = 2;
  static final int WIDE = 16;
  static final String STEM = "8 M, 16 L M";

  private Widths() {}
}
