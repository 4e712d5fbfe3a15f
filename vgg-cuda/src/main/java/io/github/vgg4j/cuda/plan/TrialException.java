package io.github.vgg4j.cuda.plan;

import java.io.Serial;

/** A candidate cannot run on this device, which goes on working. */
public final class TrialException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1;

  /** Says why not, in the cause's words. */
  public TrialException(RuntimeException cause) {
    super(cause.getMessage(), cause);
  }
}
