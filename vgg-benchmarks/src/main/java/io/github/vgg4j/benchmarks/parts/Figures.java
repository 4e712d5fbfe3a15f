package io.github.vgg4j.benchmarks.parts;

import io.github.vgg4j.benchmarks.parts.LayerTime.Pass;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Layer times as named numbers and back: JMH brings nothing but numbers from its processes. A name
 * reads {@code FORWARD features.0 seconds}.
 */
final class Figures {
  private static final String SECONDS = " seconds";
  private static final String FLOPS = " flops";
  private static final String BYTES = " bytes";

  private Figures() {}

  static Map<String, Double> of(List<LayerTime> times) {
    Map<String, Double> figures = new LinkedHashMap<>();
    for (LayerTime time : times) {
      String name = time.pass() + " " + time.layer();
      figures.put(name + SECONDS, time.seconds());
      figures.put(name + FLOPS, time.flops());
      figures.put(name + BYTES, time.bytes());
    }
    return figures;
  }

  /** The layer times among named numbers; their order is that of the names. */
  static List<LayerTime> layerTimes(Map<String, Double> figures) {
    Set<String> names = new LinkedHashSet<>();
    for (String key : figures.keySet()) {
      if (key.endsWith(SECONDS)) {
        names.add(key.substring(0, key.length() - SECONDS.length()));
      }
    }
    List<LayerTime> times = new ArrayList<>();
    for (String name : names) {
      int space = name.indexOf(' ');
      times.add(
          new LayerTime(
              Pass.valueOf(name.substring(0, space)),
              name.substring(space + 1),
              figures.getOrDefault(name + SECONDS, 0.0),
              figures.getOrDefault(name + FLOPS, 0.0),
              figures.getOrDefault(name + BYTES, 0.0)));
    }
    return times;
  }
}
