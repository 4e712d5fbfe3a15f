package io.github.vgg4j.cuda.driver;

import io.github.vgg4j.cuda.kernel.Place;
import java.util.List;

/** Something that puts work on the compute stream, whether that runs or records a graph. */
interface Launchable {

  /** Puts it there. */
  void launch();

  /** What runs, for profiles. */
  String implementation();

  /** All memory that it reads or writes and that a host may write. */
  List<Place> places();
}
