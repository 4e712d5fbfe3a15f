package io.github.vgg4j.network;

import io.github.vgg4j.arch.Architecture;
import io.github.vgg4j.arch.NetworkPlan;
import java.util.List;

/** A network of a few hundred parameters, written as generated code is. */
public final class TinyNetwork extends Network {

  public static final NetworkPlan PLAN =
      Architecture.builder()
          .input(1, 8, 8)
          .block(1, 4)
          .block(1, 6)
          .batchNorm()
          .hidden(10)
          .dropout(0.1)
          .classes(3)
          .plan();

  public static final NetworkType<TinyNetwork> TYPE =
      NetworkType.of("Tiny", PLAN, List.of("LEFT", "RIGHT", "NOISE"), TinyNetwork::new);

  private TinyNetwork(Parameters parameters) {
    super(TYPE, parameters);
  }
}
