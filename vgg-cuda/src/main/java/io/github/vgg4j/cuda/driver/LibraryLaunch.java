package io.github.vgg4j.cuda.driver;

import io.github.vgg4j.cuda.kernel.Place;
import java.util.List;

/**
 * What cuDNN or cuBLASLt runs.
 *
 * @param bound a plan with its memory
 * @param places of that memory, without scratch
 */
record LibraryLaunch(LibraryWork.Bound bound, List<Place> places) implements Launchable {

  @Override
  public void launch() {
    bound.run();
  }

  @Override
  public String implementation() {
    return bound.implementation();
  }
}
