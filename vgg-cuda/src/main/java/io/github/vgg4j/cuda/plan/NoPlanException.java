package io.github.vgg4j.cuda.plan;

import java.io.Serial;
import java.util.List;

/** No engine does the work under the rules; the message names each and what speaks against it. */
public final class NoPlanException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1;

  NoPlanException(String work, List<String> objections) {
    super(
        "There is no plan for "
            + work
            + ": "
            + (objections.isEmpty() ? "the library offers none" : String.join("; ", objections)));
  }
}
