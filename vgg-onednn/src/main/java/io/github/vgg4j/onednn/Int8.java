package io.github.vgg4j.onednn;

import io.github.vgg4j.arch.Int8Plan;
import io.github.vgg4j.arch.Layer;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.engine.Calibration;
import io.github.vgg4j.engine.SessionSpec;

/** What a session in int8 keeps in bytes, and what these stand for. */
record Int8(Int8Plan plan, Calibration calibration) {

  static Int8 of(NetworkPlan plan, SessionSpec spec) {
    return new Int8(Int8Plan.of(plan), Calibration.required(plan, spec));
  }

  /**
   * What a layer writes.
   *
   * @param unit what a 1 stands for; 1 but for bytes
   */
  record Target(NumberType type, float unit) {}

  /** What a 1 in the input of a layer stands for. */
  float unit(Layer layer) {
    return calibration.unit(layer);
  }
}
