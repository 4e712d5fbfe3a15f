package io.github.vgg4j.train;

import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.data.Dataset;
import io.github.vgg4j.network.Network;

/** Refuses data sets that do not fit a network, before anything is opened. */
final class DataCheck {

  private DataCheck() {}

  /**
   * Does nothing where a data set fits.
   *
   * @throws IllegalArgumentException if it does not; the message names the fix
   */
  static void check(Network network, Dataset data) {
    NetworkPlan plan = network.plan();
    if (data.size() == 0) {
      throw new IllegalArgumentException(data.name() + " has no images");
    }
    if (data.channels() != plan.input().channels()) {
      throw new IllegalArgumentException(
          String.format(
              "%s takes images of %d channel%s, but those of %s have %d. Set channels = %d in its"
                  + " @Input.",
              network.name(),
              plan.input().channels(),
              plan.input().channels() == 1 ? "" : "s",
              data.name(),
              data.channels(),
              data.channels()));
    }
    if (data.classes() != plan.classes()) {
      throw new IllegalArgumentException(
          String.format(
              "%s tells %d classes apart, but %s has %d. %s",
              network.name(), plan.classes(), data.name(), data.classes(), classes(network, data)));
    }
  }

  /** Where labels are named, a number of classes beside them would be a contradiction. */
  private static String classes(Network network, Dataset data) {
    return network.labels().isEmpty()
        ? "Set classes = " + data.classes() + " in its @Head."
        : "Name an enum of " + data.classes() + " constants as labels in its @Head.";
  }
}
