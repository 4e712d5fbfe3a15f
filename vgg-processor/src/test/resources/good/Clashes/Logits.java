package clash;

/** Bears the name of a nested generated class. */
public enum Logits {
  LOW,
  HIGH
}
