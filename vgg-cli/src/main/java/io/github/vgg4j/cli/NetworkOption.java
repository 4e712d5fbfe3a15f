package io.github.vgg4j.cli;

import io.github.vgg4j.network.NetworkType;
import io.github.vgg4j.network.Networks;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --network}, and what is taken without it. */
final class NetworkOption {

  @Option(
      names = {"-n", "--network"},
      paramLabel = "NAME",
      description = {
        "Name of the annotated interface, see 'vgg list'.",
        "Default: " + Defaults.NETWORK + ", or the only network on the class path."
      })
  private @Nullable String name;

  /** The network that was asked for. */
  NetworkType<?> type() {
    return name != null ? named(name) : unnamed();
  }

  /** A network by name. */
  static NetworkType<?> named(String name) {
    try {
      return Networks.named(name);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e);
    }
  }

  /** The default by its name, which loads no other network's class. */
  private static NetworkType<?> unnamed() {
    try {
      return Networks.named(Defaults.NETWORK);
    } catch (IllegalArgumentException e) {
      return only(Networks.onClassPath());
    }
  }

  private static NetworkType<?> only(List<NetworkType<?>> all) {
    if (all.size() == 1) {
      return all.get(0);
    }
    if (all.isEmpty()) {
      throw new UsageException(ListCommand.NO_NETWORKS);
    }
    throw new UsageException(
        "Say which network with --network: "
            + all.stream().map(NetworkType::name).collect(Collectors.joining(", ")));
  }
}
