package io.github.vgg4j.cuda.driver;

import java.io.Serial;

/**
 * The device answers nothing more to this process: its memory is gone, and only a new process can
 * use it again. What was saved is as whole as before.
 */
public final class DeviceLostException extends IllegalStateException {

  @Serial private static final long serialVersionUID = 1;

  /**
   * Says what happened and what to do.
   *
   * @param device its name
   * @param doing what was asked of it when it answered so; it may have failed before
   * @param error CUDA's name and words
   * @param advice what to do if it happens again, a sentence
   */
  DeviceLostException(String device, String doing, String error, String advice) {
    super(
        device
            + " is lost to this process: "
            + error
            + ", told when it was asked to "
            + doing
            + ". The last checkpoint is intact: start again and go on from it. "
            + advice);
  }
}
