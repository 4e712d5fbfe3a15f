package io.github.vgg4j.cuda.driver;

import java.util.ArrayDeque;
import java.util.Deque;

/** What is to be given back, the last taken first; an error at one does not spare the others. */
final class Releases {

  private static final System.Logger LOG = System.getLogger(Releases.class.getName());

  private final Deque<Release> releases = new ArrayDeque<>();

  /** Gives one thing back and answers CUDA's code. */
  interface Release {
    int run();
  }

  void add(Release release) {
    releases.push(release);
  }

  /** Runs all; what a lost device answers is of no use any more. */
  void run() {
    while (!releases.isEmpty()) {
      int code = releases.pop().run();
      if (code != 0) {
        LOG.log(System.Logger.Level.DEBUG, "Giving back failed: {0}", Answers.text(code));
      }
    }
  }
}
