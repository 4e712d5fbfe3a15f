package io.github.vgg4j.train;

import io.github.vgg4j.data.Batches;
import io.github.vgg4j.data.Dataset;
import io.github.vgg4j.engine.Session;

/**
 * How a data set comes to a session.
 *
 * @param kept whether the session keeps it, so that numbers of images are enough
 */
record Feed(Dataset data, boolean kept) {

  /** For many passes: kept by the session if it does that. */
  static Feed kept(Session session, Dataset data) {
    return new Feed(data, session.keep(data));
  }

  /** For a single pass, which keeping would not make shorter. */
  static Feed bytes(Dataset data) {
    return new Feed(data, false);
  }

  Batches.Builder batches(int size) {
    return Batches.of(data, size).numbered(kept);
  }
}
