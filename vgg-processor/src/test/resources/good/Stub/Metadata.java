package kotlin;

/** Stands for what is on the class path of another language's compiler. */
public @interface Metadata {
  int[] mv();

  int k();

  String[] d1();
}
