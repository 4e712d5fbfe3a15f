package io.github.vgg4j.file;

import java.io.IOException;

/**
 * A file does not hold what its format, or who reads it, asks for. The message is one sentence that
 * names the file, where it makes sense the offset of the byte, and what to do.
 */
public final class CorruptFileException extends IOException {

  private static final long serialVersionUID = 1L;

  /** A fault with its one sentence. */
  public CorruptFileException(String message) {
    super(message);
  }

  /** A fault with its one sentence and the exception that revealed it. */
  public CorruptFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
