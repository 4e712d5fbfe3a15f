package io.github.vgg4j.cuda.driver;

import io.github.vgg4j.cuda.kernel.Place;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Several launches that do the work of one.
 *
 * @param launches in their order
 */
record Sequence(List<Launchable> launches) implements Launchable {

  Sequence {
    launches = List.copyOf(launches);
  }

  @Override
  public void launch() {
    for (int i = 0; i < launches.size(); i++) {
      launches.get(i).launch();
    }
  }

  @Override
  public String implementation() {
    return launches.stream().map(Launchable::implementation).collect(Collectors.joining(" + "));
  }

  @Override
  public List<Place> places() {
    return launches.stream().flatMap(launch -> launch.places().stream()).distinct().toList();
  }
}
